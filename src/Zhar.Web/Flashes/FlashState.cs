using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>The flash of a request: what the one before it left in the session, and what this one leaves for the next.</summary>
internal sealed class FlashState(Session session)
{
    internal const string SessionKey = "zhar_flash";

    private bool _wasInSession;

    internal Flash Messages { get; set; } = new();

    internal static FlashState Fetch(Session session)
    {
        var flash = new FlashState(session);
        if (session.TryGetValue(SessionKey, out var bytes))
        {
            flash._wasInSession = true;
            flash.Messages = Read(bytes);
        }

        return flash;
    }

    /// <summary>A redirect takes the messages along; any other response has shown them. Source: Phoenix.Controller.fetch_flash/2.</summary>
    internal void Persist(HttpContext conn)
    {
        if (!_wasInSession && Messages.Count == 0)
            return;
        if (Messages.Count > 0 && conn.Response.StatusCode is >= 300 and <= 308)
            session.Set(SessionKey, Write(Messages));
        else
            session.Delete(SessionKey);
    }

    /// <summary>Reads messages as JSON. What is not what it should be counts as none.</summary>
    internal static Flash Read(ReadOnlySpan<byte> json)
    {
        var messages = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return new(messages);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var kind = reader.GetString()!; // a property has a name
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                    messages[kind] = reader.GetString()!; // a string it is
                else
                    reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            messages.Clear();
        }

        return new(messages);
    }

    internal static byte[] Write(Flash flash)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (kind, message) in flash)
                writer.WriteString(kind, message);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    internal static Flash Read(string json) => Read(Encoding.UTF8.GetBytes(json));
}
