using System.Text.Json;
using Zhar.Live.Diffs;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>The answer to a message of the page: what has changed, or nothing, with fields of its own beside it.</summary>
internal sealed class DiffReply(byte[]? diff, Payload? more = null) : IFramePayload
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (diff is not null)
        {
            writer.WritePropertyName("diff"u8);
            writer.WriteRawValue(diff, skipInputValidation: true);
        }

        if (more is not null)
        {
            using var fields = JsonDocument.Parse(more.Bytes);
            foreach (var field in fields.RootElement.EnumerateObject())
                field.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}

/// <summary>The answer to a join.</summary>
internal sealed class JoinReply(byte[]? rendered, LiveContainer? container, LiveNavigation? patch) : IFramePayload
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("rendered"u8);
        writer.WriteRawValue(rendered ?? "{}"u8, skipInputValidation: true);
        writer.WriteString("liveview_version"u8, LiveHost.ClientVersion);
        if (container is not null)
        {
            writer.WriteStartArray("container"u8);
            writer.WriteStringValue(container.Tag);
            writer.WriteStartObject();
            foreach (var (name, value) in container.Attributes)
                writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        if (patch is not null)
        {
            writer.WriteStartObject("live_patch"u8);
            writer.WriteString("kind"u8, patch.Mode);
            writer.WriteString("to"u8, patch.To);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}

/// <summary>Where the page goes: the payload of <c>live_patch</c>, <c>live_redirect</c> and <c>redirect</c>.</summary>
/// <param name="navigation">Where to.</param>
/// <param name="flash">The messages for the next page, signed.</param>
/// <param name="wrap">Whether it stands under its name, as in replies.</param>
/// <param name="events">Events that go with it, as a diff has them.</param>
internal sealed class NavigationPayload(LiveNavigation navigation, string? flash, bool wrap, IReadOnlyList<PushedEvent>? events = null) : IFramePayload
{
    internal string Name => navigation.Kind switch
    {
        LiveNavigationKind.Patch => "live_patch",
        LiveNavigationKind.Navigate => "live_redirect",
        _ => "redirect",
    };

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (wrap)
            writer.WriteStartObject(Name);
        writer.WriteString("to"u8, navigation.To);
        if (navigation.Kind != LiveNavigationKind.Redirect)
            writer.WriteString("kind"u8, navigation.Mode);
        if (flash is not null)
            writer.WriteString("flash"u8, flash);
        if (wrap)
            writer.WriteEndObject();
        if (events is { Count: > 0 })
        {
            writer.WritePropertyName("events"u8);
            Write(writer, events);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes events as a diff has them.</summary>
    internal static void Write(Utf8JsonWriter writer, IReadOnlyList<PushedEvent> events)
    {
        writer.WriteStartArray();
        foreach (var pushed in events)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(pushed.Name);
            writer.WriteRawValue(pushed.Payload.Bytes.Span, skipInputValidation: true);
            if (pushed.BeforePatch)
                writer.WriteBooleanValue(true);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}

/// <summary>Asks the browser to load the page anew, which then fails with the same status.</summary>
internal sealed class ReloadPayload(int status, string token) : IFramePayload
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("reason"u8, "reload"u8);
        writer.WriteNumber("status"u8, status);
        writer.WriteString("token"u8, token);
        writer.WriteEndObject();
    }
}

/// <summary>The components that are gone.</summary>
internal sealed class CidsPayload(List<int> cids) : IFramePayload
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("cids"u8);
        foreach (var cid in cids)
            writer.WriteNumberValue(cid);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

/// <summary>Constant answers.</summary>
internal static class LivePayloads
{
    /// <summary>The address belongs to another view: the browser navigates.</summary>
    internal static readonly Payload LinkRedirect = new("""{"link_redirect":true}"""u8.ToArray(), isBinary: false);

    /// <summary>What a diff has for its events.</summary>
    internal static void WriteEvents(DiffWriter writer, IReadOnlyList<PushedEvent> events)
    {
        if (events.Count == 0)
            return;
        writer.Json.WritePropertyName(Keys.Events);
        NavigationPayload.Write(writer.Json, events);
    }
}
