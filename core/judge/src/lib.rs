//! From a dossier to a verdict.
