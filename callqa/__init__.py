"""CallQA: call-centre speech analytics that runs wholly on this machine."""

__version__ = "0.1.0"
