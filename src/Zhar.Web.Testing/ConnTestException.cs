namespace Zhar.Web.Testing;

/// <summary>A response is not what the test expects.</summary>
public sealed class ConnTestException(string message) : Exception(message);
