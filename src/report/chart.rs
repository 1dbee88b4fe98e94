//! Drawings as SVG text: bars against a mark, and series of prices.
//!
//! Labels are text elements in the reader's own sans-serif font, so that any script shows and nothing is fetched;
//! the page's style sets their colour. A drawing repeats what a grid says; it never carries a figure of its own.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::calendar::Day;
use crate::diagnostic::{Code, Diagnostic, Refused, Result};

/// One bar.
pub struct Bar {
    pub label: String,
    pub value: f64,
    /// What stands at the end of the bar.
    pub text: String,
    /// Where the upright line stands.
    pub mark: Option<f64>,
    pub is_bad: bool,
}

/// One line of prices, by day.
pub struct Series {
    pub label: String,
    pub points: Vec<(Day, f64)>,
}

/// Narrow enough that the letters can be read on a telephone.
const WIDTH: i32 = 400;
/// A bar with its label above it.
const BAR_STEP: i32 = 46;
const LABEL_HEIGHT: i32 = 20;
/// Room at the right for what stands at the end of a bar.
const BAR_RIGHT: i32 = 130;
/// Columns of a label above a bar or beside a line; the grids have the full names.
const LABEL_COLUMNS: usize = 48;
const LINES_HEIGHT: i32 = 240;
const LEGEND_STEP: i32 = 22;

/// Colours that stand out on white paper and on a dark screen; in greys the bad one is dark and the other light.
const BAD: RGBColor = RGBColor(190, 50, 45);
const FINE: RGBColor = RGBColor(140, 185, 225);
const MARK: RGBColor = RGBColor(128, 128, 128);
const SERIES: [RGBColor; 6] = [
    RGBColor(46, 134, 222),
    RGBColor(230, 126, 34),
    RGBColor(39, 164, 96),
    RGBColor(190, 84, 176),
    RGBColor(176, 145, 30),
    RGBColor(80, 160, 172),
];

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = std::result::Result<
    (),
    DrawingAreaErrorKind<<SVGBackend<'static> as DrawingBackend>::ErrorType>,
>;

/// Draws horizontal bars, one below the other, each with its mark.
///
/// Errors: only where the drawing library fails, which on text in memory it does not.
pub fn bars(bars: &[Bar]) -> Result<String> {
    let height = bars.len() as i32 * BAR_STEP + 12;
    drawn(height, |area| {
        let ends = bars
            .iter()
            .map(|bar| bar.value.max(bar.mark.unwrap_or(0.0)));
        let longest = ends.fold(1.0, f64::max);
        let scale = f64::from(WIDTH - BAR_RIGHT) / longest;
        for (position, bar) in bars.iter().enumerate() {
            draw_bar(area, bar, position as i32 * BAR_STEP + 6, scale)?;
        }
        Ok(())
    })
}

fn draw_bar(area: &Area, bar: &Bar, top: i32, scale: f64) -> Drawn {
    let right = |value: f64| (value * scale).round() as i32;
    let (upper, lower) = (top + LABEL_HEIGHT, top + BAR_STEP - 8);
    let middle = (upper + lower) / 2;
    let colour = if bar.is_bad { BAD } else { FINE };
    // A bar of nothing keeps a sliver, so that the eye finds it.
    let end = right(bar.value.max(0.0)).max(2);
    area.draw(&Rectangle::new([(0, upper), (end, lower)], colour.filled()))?;
    let label = cut(&bar.label, LABEL_COLUMNS);
    area.draw(&Text::new(
        label,
        (0, top + LABEL_HEIGHT / 2),
        text(HPos::Left),
    ))?;
    // The text stands behind the mark where the mark would run through it.
    let is_crossed = |mark: &i32| (end..end + BAR_RIGHT).contains(mark);
    let mark = bar.mark.map(right);
    let beside = mark.filter(is_crossed).unwrap_or(end) + 8;
    let beside = (beside, middle);
    area.draw(&Text::new(bar.text.clone(), beside, text(HPos::Left)))?;
    let Some(mark) = mark else { return Ok(()) };
    let upright = vec![(mark, upper - 3), (mark, lower + 3)];
    area.draw(&PathElement::new(upright, MARK.stroke_width(3)))
}

/// Draws series of prices up to `as_of` with a legend below them; at most as many as there are colours tell apart.
///
/// Errors: as [`bars`].
pub fn lines(series: &[Series], as_of: Day) -> Result<String> {
    let legend_height = series.len() as i32 * LEGEND_STEP + 6;
    drawn(LINES_HEIGHT + legend_height, |area| {
        let (plot, legend) = area.split_vertically(LINES_HEIGHT);
        draw_lines(&plot, series, as_of)?;
        for (position, series) in series.iter().enumerate() {
            let (top, colour) = (
                position as i32 * LEGEND_STEP + 12,
                SERIES[position % SERIES.len()],
            );
            let swatch = [(12, top - 5), (26, top + 5)];
            legend.draw(&Rectangle::new(swatch, colour.filled()))?;
            // The number stands at the end of the line too: colours are not needed to tell lines apart.
            let label = format!("{} {}", position + 1, series.label);
            let label = cut(&label, LABEL_COLUMNS);
            legend.draw(&Text::new(label, (34, top), text(HPos::Left)))?;
        }
        Ok(())
    })
}

fn draw_lines(plot: &Area, series: &[Series], as_of: Day) -> Drawn {
    let points = || series.iter().flat_map(|series| &series.points);
    let first = points().map(|(day, _)| *day).min().unwrap_or(as_of);
    let (low, high) = points().fold((f64::MAX, f64::MIN), |(low, high), (_, price)| {
        (low.min(*price), high.max(*price))
    });
    let margin = ((high - low) * 0.1).max(0.05);
    let days = 0..as_of.days_since(first).max(1) as i32;
    let mut chart = ChartBuilder::on(plot)
        .margin(10)
        .margin_right(40)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(days, (low - margin).max(0.0)..high + margin)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(MARK.mix(0.35))
        .axis_style(MARK)
        .label_style(text(HPos::Center))
        .x_labels(4)
        .y_labels(5)
        .x_label_formatter(&|day| first.plus_days(i64::from(*day)).to_string())
        .y_label_formatter(&|price| format!("{price:.2}"))
        .draw()?;
    for (position, (series, colour)) in series.iter().zip(SERIES.iter().cycle()).enumerate() {
        let place = |(day, price): &(Day, f64)| (day.days_since(first) as i32, *price);
        let places: Vec<(i32, f64)> = series.points.iter().map(place).collect();
        let last = places.last().copied();
        chart.draw_series(LineSeries::new(places, colour.stroke_width(2)))?;
        let dot = last.map(|last| Circle::new(last, 3, colour.filled()));
        chart.draw_series(dot)?;
        let number = (position + 1).to_string();
        let beside = |last| Text::new(number, last, text(HPos::Left));
        chart.draw_series(last.map(|(day, price)| beside((day, price))))?;
    }
    Ok(())
}

/// The SVG text of what `draw` draws.
fn drawn(height: i32, draw: impl FnOnce(&Area) -> Drawn) -> Result<String> {
    let mut svg = String::new();
    let result = {
        let size = (WIDTH as u32, height as u32);
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(&area).and_then(|()| area.present())
    };
    match result {
        Ok(()) => Ok(svg),
        Err(error) => {
            let message = format!("a drawing of the report failed: {error}");
            Err(Refused(vec![Diagnostic::error(Code::CannotWrite, message)]))
        }
    }
}

fn text(h_pos: HPos) -> TextStyle<'static> {
    let style = TextStyle::from(("sans-serif", 16).into_font());
    style.pos(Pos::new(h_pos, VPos::Center))
}

/// The text in at most `columns` columns, with an ellipsis where it is cut; a Chinese character takes two.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut left = columns - 1;
    for c in text.chars() {
        let width = c.width().unwrap_or(0);
        if width > left {
            break;
        }
        left -= width;
        cut.push(c);
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str) -> Bar {
        Bar {
            label: label.to_owned(),
            value: 3.0,
            text: "3 天".to_owned(),
            mark: Some(30.0),
            is_bad: true,
        }
    }

    #[test]
    fn labels_are_text_in_any_script_and_markup_in_them_is_escaped() {
        let svg = bars(&[bar("岚河市医院"), bar("<script>")]).expect("bars are drawn");
        assert!(svg.contains("岚河市医院"), "{svg}");
        assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script>"));
        assert!(svg.contains("font-family=\"sans-serif\""));
    }

    #[test]
    fn no_mark_runs_through_the_text_of_its_bar() {
        let long = Bar {
            value: 100.0,
            text: "100 天".to_owned(),
            ..bar("long")
        };
        let near = Bar {
            mark: Some(5.0),
            ..bar("near")
        };
        let svg = bars(&[long, near]).expect("bars are drawn");
        let x = |text: &str| {
            let before = svg.split(text).next().expect("the text is drawn");
            let tag = before.rsplit("<text ").next().expect("it is an element");
            let x = tag.split("x=\"").nth(1).expect("it has a place");
            x.split('"')
                .next()
                .and_then(|x| x.parse().ok())
                .unwrap_or(0)
        };
        // 100 days are 270 wide, so that the mark stands at 14.
        assert!(x("\n3 天") > 14, "{svg}");
    }

    #[test]
    fn letters_are_ten_pixels_high_on_a_telephone_of_360() {
        let svg = bars(&[bar("岚河市医院")]).expect("bars are drawn");
        let size = svg.split("font-size=\"").nth(1);
        let size = size.and_then(|rest| rest.split('"').next());
        let size: f64 = size
            .and_then(|size| size.parse().ok())
            .expect("text has a size");
        // The page keeps 16 free at either side.
        let scale = (360.0 - 32.0) / f64::from(WIDTH);
        assert!(size * scale >= 10.0, "{svg}");
    }

    #[test]
    fn a_series_of_one_quote_is_drawn() {
        let day = Day::new(2022, 3, 14).expect("a date of the test");
        let series = Series {
            label: "M01".to_owned(),
            points: vec![(day, 4.6)],
        };
        let svg = lines(&[series], day).expect("a line is drawn");
        assert!(svg.contains("<circle"), "{svg}");
    }

    #[test]
    fn a_cut_label_keeps_to_its_columns() {
        assert_eq!(cut("口罩口罩", 8), "口罩口罩");
        assert_eq!(cut("口罩口罩口", 8), "口罩口…");
    }
}
