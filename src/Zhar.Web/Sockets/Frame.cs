namespace Zhar.Web;

/// <summary>An encoded message, ready for the wire. One frame goes to any number of sockets: nobody changes its bytes.</summary>
/// <param name="Bytes">UTF-8 JSON, or the binary layout.</param>
/// <param name="IsBinary">Which of both.</param>
internal sealed record Frame(ReadOnlyMemory<byte> Bytes, bool IsBinary);
