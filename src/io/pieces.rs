//! Long answers piece by piece: put together on several threads and written in their order, few held at a time.

use std::io::Write;
use std::ops::Range;
use std::sync::mpsc::sync_channel;

use crate::engine::parallel::threads;

/// Rows of an answer that are put together and written at a time.
const PIECE: usize = 1 << 13;

/// Writes what `piece` makes of `count` rows; it gives the bytes of those at some places.
pub fn write_pieces(
    out: &mut dyn Write,
    count: usize,
    piece: impl Fn(Range<usize>) -> Vec<u8> + Sync,
) -> std::io::Result<()> {
    let pieces = count.div_ceil(PIECE);
    let piece = |number: usize| piece(number * PIECE..count.min((number + 1) * PIECE));
    let threads = threads(pieces);
    if threads <= 1 {
        return (0..pieces).try_for_each(|number| out.write_all(&piece(number)));
    }
    std::thread::scope(|scope| {
        let piece = &piece;
        let threads = (0..threads).map(|thread| {
            let (sender, receiver) = sync_channel(1);
            scope.spawn(move || {
                let numbers = (thread..pieces).step_by(threads);
                // The receiver hangs up where writing failed.
                let sent = |number| sender.send(piece(number)).is_ok();
                numbers.take_while(|number| sent(*number)).count()
            });
            receiver
        });
        let threads: Vec<_> = threads.collect();
        (0..pieces).try_for_each(|number| {
            let piece = threads[number % threads.len()].recv();
            out.write_all(&piece.expect("every piece is put together"))
        })
    })
}
