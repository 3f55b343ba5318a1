"""The one error tree. Every message is a single line that says what to do next."""


class KeinoError(Exception):
    """Base of every error that the program raises on purpose; the edges print its message and nothing else."""


class SettingsError(KeinoError):
    """A KEINO_* variable has a value that cannot be used."""


class SourceError(KeinoError):
    """A file, folder, URL or collection line cannot be read as a source document."""

    def __init__(self, message: str, *, source: str = "", line: int | None = None) -> None:
        super().__init__(message)
        self.source = source
        self.line = line

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}" if self.line is not None else self.source
        return f"{where}: {self.args[0]}" if where else str(self.args[0])


class ModelError(KeinoError):
    """A model's weights are missing, damaged, or not the ones that the index was built with."""


class IndexDirectoryError(KeinoError):
    """Base of the errors of an index directory."""


class IndexMissingError(IndexDirectoryError):
    """There is no published generation."""


class IndexDamagedError(IndexDirectoryError):
    """A generation's files do not match its manifest."""


class IndexBusyError(IndexDirectoryError):
    """Another process is writing to the index."""


class DocumentNotFoundError(KeinoError):
    """No document with that id is in the served generation."""


class QuestionError(KeinoError):
    """What a question comes with (its language, its conversation) cannot be used."""


class PortInUseError(KeinoError):
    """The web app's port is taken."""


class QuestionSetError(KeinoError):
    """A question set's file or columns cannot be used."""


class BaselineError(KeinoError):
    """An earlier run cannot be compared with: it is no run, or one of another format."""


class RecordsError(KeinoError):
    """The file of the question log and the feedback cannot be read or written."""


class RecordNotFoundError(RecordsError):
    """No record has that id."""
