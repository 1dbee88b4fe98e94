//! Outputs, whole or not at all: files appear under their name when they are complete, and standard output may close.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::diagnostic::{Code, Diagnostic, Place, Result};

/// Writes `bytes` to `path`, or to standard output where it is `None` or `-`.
///
/// A file is written beside its name, synced and renamed. A reader that closes the pipe is no error.
/// Errors: `cannot-create`, `cannot-write`.
pub fn write(path: Option<&Path>, bytes: &[u8]) -> Result<()> {
    write_by(path, &mut |out| out.write_all(bytes))
}

/// The same for what `write` writes piece by piece.
pub fn write_by(path: Option<&Path>, write: Writer<'_>) -> Result<()> {
    match path.filter(|path| *path != Path::new("-")) {
        None => to_stdout(write),
        Some(path) if is_device(path) => to_device(path, write),
        Some(path) => to_file_by(path, write),
    }
}

/// What writes an output.
pub type Writer<'a> = &'a mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>;

/// Writes a file whole, in a folder that exists.
pub fn to_file(path: &Path, bytes: &[u8]) -> Result<()> {
    to_file_by(path, &mut |out| out.write_all(bytes))
}

fn to_file_by(path: &Path, write: Writer<'_>) -> Result<()> {
    waiting(path, write)?.appear()
}

/// An output that is complete and not to be seen yet; dropped, it leaves nothing behind.
pub struct Staged(Waiting);

/// Where an output waits: a file beside its name, and what cannot be renamed in memory.
enum Waiting {
    File(NamedTempFile, PathBuf),
    Stream(PathBuf, Vec<u8>),
}

/// Puts an output together without letting it be seen.
///
/// Errors: `cannot-create`, `cannot-write`.
pub fn stage(path: &Path, write: Writer<'_>) -> Result<Staged> {
    if !is_stream(Some(path)) {
        return Ok(Staged(waiting(path, write)?));
    }
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|error| cannot_write(path, &error))?;
    Ok(Staged(Waiting::Stream(path.to_owned(), bytes)))
}

impl Staged {
    /// Lets the output appear under its name.
    ///
    /// Errors: `cannot-create`, `cannot-write`.
    pub fn appear(self) -> Result<()> {
        self.0.appear()
    }
}

impl Waiting {
    fn appear(self) -> Result<()> {
        match self {
            Waiting::Stream(path, bytes) => write(Some(&path), &bytes),
            Waiting::File(file, path) => {
                file.persist(&path)
                    .map_err(|error| cannot_create(&path, &error.error))?;
                Ok(())
            }
        }
    }
}

/// A file that is written whole, beside its name.
fn waiting(path: &Path, write: Writer<'_>) -> Result<Waiting> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    // What has the name of a folder is refused now, and not when it is to appear.
    if path.is_dir()
        && let Err(error) = OpenOptions::new().write(true).open(path)
    {
        return Err(cannot_create(path, &error).into());
    }
    let mut file = NamedTempFile::new_in(folder).map_err(|error| cannot_create(path, &error))?;
    write(&mut file)
        .and_then(|()| file.as_file().sync_all())
        .map_err(|error| cannot_write(path, &error))?;
    allow_reading(&file);
    Ok(Waiting::File(file, path.to_owned()))
}

/// Creates a folder and those above it.
pub fn folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).map_err(|error| cannot_create(path, &error).into())
}

fn to_stdout(write: Writer<'_>) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(cannot_write(Path::new("standard output"), &error).into())
        }
        _ => Ok(()),
    }
}

/// Whether an output is read while it is written: standard output where it is `None` or `-`, a device, a named pipe.
pub fn is_stream(path: Option<&Path>) -> bool {
    path.is_none_or(|path| path == Path::new("-") || is_device(path))
}

/// `/dev/full`, `/dev/null` and named pipes cannot be replaced by a file, only written to.
fn is_device(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn to_device(path: &Path, write: Writer<'_>) -> Result<()> {
    let written = OpenOptions::new()
        .write(true)
        .open(path)
        .and_then(|mut device| write(&mut device));
    written.map_err(|error| cannot_write(path, &error).into())
}

/// A temporary file is private; an output is as readable as any new file.
#[cfg(unix)]
fn allow_reading(file: &NamedTempFile) {
    use std::os::unix::fs::PermissionsExt as _;
    let _ = std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn allow_reading(_: &NamedTempFile) {}

/// The diagnostic of an output that cannot be created.
pub fn cannot_create(path: &Path, error: &std::io::Error) -> Diagnostic {
    let message = format!("cannot be created: {}", cause(error));
    Diagnostic::error(Code::CannotCreate, message)
        .at(Place::file(&path.to_string_lossy()))
        .hint("choose a folder that exists and may be written to")
}

/// The diagnostic of an output that broke off.
pub fn cannot_write(path: &Path, error: &std::io::Error) -> Diagnostic {
    let message = format!("cannot be written: {}", cause(error));
    Diagnostic::error(Code::CannotWrite, message)
        .at(Place::file(&path.to_string_lossy()))
        .hint("make room on the disk; nothing was left half-written under this name")
}

/// What went wrong, without the name of the temporary file, which means nothing to anybody.
fn cause(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" at path \"").next().unwrap_or("").to_owned()
}
