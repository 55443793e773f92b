namespace Zhar.Web;

/// <summary>A header that would not be one: its name is no token, or its value would split the response. Source: Plug.Conn.InvalidHeaderError.</summary>
public sealed class InvalidHeaderException : ArgumentException
{
    internal InvalidHeaderException(string header, string message)
        : base(message) => Header = header;

    /// <summary>The name in question.</summary>
    public string Header { get; }
}
