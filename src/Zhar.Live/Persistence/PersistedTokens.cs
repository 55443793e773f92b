using System.Text.Json;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>What a page keeps of a view: for this view in this page alone.</summary>
internal static class PersistedTokens
{
    /// <summary>The event that gives it to the page's script, which <c>LiveScripts</c> writes.</summary>
    internal const string Event = "zhar:keep";

    /// <summary>The parameter of a join that brings it back.</summary>
    internal const string Param = "_kept";

    internal const int MaxLength = 64 * 1024;

    private const string Salt = "live kept";

    internal static string Make(LiveSocket socket, PersistedPlace place, string json) => place == PersistedPlace.Sealed
        ? Token.Encrypt(socket.Host.Keys, SaltOf(socket), json)
        : Token.Sign(socket.Host.Keys, SaltOf(socket), json);

    internal static string? Read(LiveSocket socket, PersistedPlace place, string text)
    {
        if (text.Length > MaxLength)
            return null;
        var age = socket.Host.Options.MaxTokenAge;
        return (place == PersistedPlace.Sealed ? Token.Decrypt(socket.Host.Keys, SaltOf(socket), text, age) : Token.Verify(socket.Host.Keys, SaltOf(socket), text, age)).DataOrDefault;
    }

    internal static Payload Payload(string id, string token)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("value"u8, token);
            json.WriteEndObject();
        }

        return new Payload(buffer.ToArray(), isBinary: false);
    }

    private static string SaltOf(LiveSocket socket) => $"{Salt} {socket.Definition.Name} {socket.Id}";
}
