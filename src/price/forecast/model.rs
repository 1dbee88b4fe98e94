//! The candidates: what each would say of the next steps, knowing the log prices up to one.
//!
//! Nothing changes (naive) · the level of an exponential mean · a damped trend · nothing changes but for the month of the
//! year, shrunk by the years it was seen in. A seasonal naive alone is no candidate: it was worse everywhere.

use super::course::Course;

/// Weights of the exponential means, and of the damped trend (Hyndman and Athanasopoulos 2021, 8.1 and 8.2).
const LEVELS: [f64; 2] = [0.3, 0.6];
const DAMPED_LEVEL: f64 = 0.5;
const DAMPED_TREND: f64 = 0.1;
const DAMPING: f64 = 0.9;
/// Years that an effect of the month must be seen in to count half.
const SHRINKING: f64 = 2.0;

/// A way to forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    Naive,
    SmoothSlow,
    SmoothFast,
    Damped,
    Seasonal,
}

impl Model {
    /// Every candidate, the default first.
    pub const ALL: [Model; 5] = [
        Model::Naive,
        Model::SmoothSlow,
        Model::SmoothFast,
        Model::Damped,
        Model::Seasonal,
    ];

    /// The word that `method` holds.
    pub fn id(self) -> &'static str {
        match self {
            Model::Naive => "naive",
            Model::SmoothSlow => "ses-0.3",
            Model::SmoothFast => "ses-0.6",
            Model::Damped => "damped-trend",
            Model::Seasonal => "shrunk-season",
        }
    }

    /// The log prices of the next `steps` after the whole course.
    pub fn path(self, course: &Course, steps: usize) -> Vec<f64> {
        let mut state = State::default();
        for at in 0..course.logs.len() {
            state.take(course, at);
        }
        state.path(self, course, course.logs.len() - 1, steps)
    }
}

/// What all candidates remember of the steps taken so far.
#[derive(Debug, Clone, Default)]
pub struct State {
    last: f64,
    levels: [f64; 2],
    level: f64,
    trend: f64,
    /// By month of the year: the sum of changes into its steps, how many, and in how many years.
    months: [Month; 12],
    all: Month,
    is_begun: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Month {
    sum: f64,
    count: f64,
    years: f64,
    last_year: i32,
}

impl State {
    /// Takes in the step `at`.
    pub fn take(&mut self, course: &Course, at: usize) {
        let value = course.logs[at];
        if !self.is_begun {
            *self = State {
                last: value,
                levels: [value; 2],
                level: value,
                is_begun: true,
                ..State::default()
            };
            return;
        }
        for (level, weight) in self.levels.iter_mut().zip(LEVELS) {
            *level += weight * (value - *level);
        }
        let expected = self.level + DAMPING * self.trend;
        let level = expected + DAMPED_LEVEL * (value - expected);
        self.trend = DAMPING * self.trend + DAMPED_TREND * (level - expected);
        self.level = level;
        let change = value - self.last;
        let year = course.days[at].month_number().div_euclid(12);
        for month in [&mut self.months[course.month_of(at)], &mut self.all] {
            month.sum += change;
            month.count += 1.0;
            if month.last_year != year {
                month.years += 1.0;
                month.last_year = year;
            }
        }
        self.last = value;
    }

    /// What `model` says of the `steps` after the step `at`.
    pub fn path(&self, model: Model, course: &Course, at: usize, steps: usize) -> Vec<f64> {
        let steps = 1..=steps;
        match model {
            Model::Naive => steps.map(|_| self.last).collect(),
            Model::SmoothSlow => steps.map(|_| self.levels[0]).collect(),
            Model::SmoothFast => steps.map(|_| self.levels[1]).collect(),
            Model::Damped => {
                let mut value = self.level;
                let damped = steps.map(|step| {
                    value += DAMPING.powi(step as i32) * self.trend;
                    value
                });
                damped.collect()
            }
            Model::Seasonal => {
                let mut value = self.last;
                let seasonal = steps.map(|step| {
                    value += self.effect(course.month_of(at + step));
                    value
                });
                seasonal.collect()
            }
        }
    }

    /// What a step into a month of the year adds beyond the usual, shrunk by the years it was seen in.
    fn effect(&self, month: usize) -> f64 {
        let seen = &self.months[month];
        if seen.count == 0.0 {
            return 0.0;
        }
        let beyond = seen.sum / seen.count - self.all.sum / self.all.count;
        beyond * seen.years / (seen.years + SHRINKING)
    }
}
