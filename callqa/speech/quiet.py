"""Keep third-party speech libraries off the network and importable.

``pyannote.audio`` reports usage to its makers unless told otherwise before its import, and hub
clients look for newer files of a model that is already here. `quiet_libraries` settles both for
this process and its children, and costs nothing: it imports no library.
"""

import os
import sys
from types import ModuleType

_OFFLINE = {
    "PYANNOTE_METRICS_ENABLED": "0",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "OTEL_SDK_DISABLED": "true",
}


def quiet_libraries() -> None:
    """Switch off telemetry and hub access; call it before a model library is imported.

    A value that is already in the environment is overwritten: what a call centre hears stays
    on its machine, whatever the shell was set up for.
    """
    os.environ.update(_OFFLINE)


def import_torchaudio() -> ModuleType:
    """Import ``torchaudio``, also where its compiled part does not fit the installed torch.

    On Linux the ordinary ``torchaudio`` links CUDA libraries that a CPU build of torch does not
    bring; its import then ends in ``OSError``. Only its Python parts are needed here (Kaldi
    features, resampling), and it runs without the compiled part when it is told there is none.

    Raises
    ------
    OSError
        The import failed for another reason than that compiled part.
    """
    try:
        import torchaudio
    except OSError:
        loader = sys.modules.get("torchaudio._extension.utils")
        if loader is None:
            raise
        loader._load_lib = lambda _name: False  # type: ignore[attr-defined]
        import torchaudio
    module: ModuleType = torchaudio
    return module
