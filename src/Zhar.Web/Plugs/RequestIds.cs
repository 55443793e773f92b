using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Zhar.Web;

/// <summary>Gives each request an id for logs: the one that a proxy has given it, or a new one.</summary>
internal sealed class RequestIds(string header) : IPlug
{
    private const int MinLength = 20;
    private const int MaxLength = 200;
    private const int NewLength = 24;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=_.:-");

    public ValueTask Call(Conn conn)
    {
        var given = conn.Request.Headers[header];
        var id = given.Count == 1 && given[0] is { Length: >= MinLength and <= MaxLength } known && !known.AsSpan().ContainsAnyExcept(Allowed) ? known : Make();
        conn.TraceIdentifier = id;
        conn.Response.Headers[header] = new StringValues(id);
        return default;
    }

    private static string Make() => string.Create(NewLength, 0, static (span, _) =>
    {
        Span<byte> bytes = stackalloc byte[NewLength / 2];
        Random.Shared.NextBytes(bytes);
        Convert.TryToHexStringLower(bytes, span, out var _);
    });
}
