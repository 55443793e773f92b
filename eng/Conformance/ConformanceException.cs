namespace Zhar.Eng.Conformance;

/// <summary>The run cannot go on: a malformed list, a tree that does not build, a missing result file. The message says which and where.</summary>
internal sealed class ConformanceException(string message) : Exception(message);
