using System.Text.Json;

namespace Zhar.Web;

/// <summary>The payload <c>{"reason": …}</c> of errors.</summary>
internal sealed class ErrorPayload(string reason) : IFramePayload
{
    internal static ErrorPayload Of(string reason) => new(reason);

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("reason"u8, reason);
        writer.WriteEndObject();
    }
}
