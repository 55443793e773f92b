using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Zhar.Runtime;

namespace Zhar.Web;

/// <summary>A message for a channel's process: what a client pushed, a join, or an intercepted broadcast. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ChannelPush : CastMessage
{
    private readonly ChannelContext _channel;
    private readonly Kind _kind;
    private readonly string? _ref;
    private readonly ReadOnlyMemory<byte> _payload;
    private readonly bool _isBinary;
    private readonly object? _source;
    private JsonElement? _fields;

    internal ChannelPush(ChannelContext channel, ClientMessage message)
        : this(channel, Kind.In, message.Event, message.Ref, message.Payload, message.IsBinary)
    {
    }

    internal ChannelPush(ChannelContext channel, Broadcast broadcast)
        : this(channel, Kind.Out, broadcast.Event, null, broadcast.Payload.Bytes, broadcast.Payload.IsBinary) => _source = broadcast.Payload.Source;

    internal ChannelPush(ChannelContext channel, JoinMessage join)
        : this(channel, Kind.Join, "phx_join", join.Ref, join.Payload, join.IsBinary)
    {
    }

    private ChannelPush(ChannelContext channel, Kind kind, string @event, string? @ref, ReadOnlyMemory<byte> payload, bool isBinary)
    {
        _channel = channel;
        _kind = kind;
        Event = @event;
        _ref = @ref;
        _payload = payload;
        _isBinary = isBinary;
    }

    internal enum Kind
    {
        In,
        Out,
        Join,
    }

    /// <summary>The event.</summary>
    public string Event { get; }

    /// <summary>The topic.</summary>
    public string Topic => _channel.Topic;

    /// <summary>Who waits for the answer.</summary>
    public ReplyRef Reply => new(_channel, _ref);

    internal ChannelContext Channel => _channel;

    internal Kind Of => _kind;

    internal string? Ref => _ref;

    internal int Length => _payload.Length;

    internal string Error { get; private set; } = "";

    internal Payload Body => new(_payload, _isBinary) { Source = _source };

    /// <summary>Reads the payload as a <typeparamref name="T"/>.</summary>
    public bool TryRead<T>([MaybeNullWhen(false)] out T value)
    {
        if (_source is T source)
        {
            value = source;
            return true;
        }

        var read = _channel.Socket.Host.Json.TryRead(_payload, _isBinary, out value, out var error);
        Error = error;
        return read;
    }

    /// <summary>Reads a plain value by its name in the payload.</summary>
    public bool TryGet<T>(string name, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (!TryField(name, out var field))
        {
            if (Error.Length == 0)
                Error = $"'{name}' is missing";
            return false;
        }

        if (TryConvert(field, out value))
            return true;
        Error = $"'{name}' is {(field.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String ? field.ValueKind.ToString() : field.GetRawText())} and cannot be read as {typeof(T).Name}";
        return false;
    }

    /// <summary>As above, with a value for a name that is absent or null.</summary>
    public bool TryGet<T>(string name, T fallback, out T value)
    {
        value = fallback;
        if (!TryField(name, out var field) || field.ValueKind == JsonValueKind.Null)
            return Error.Length == 0;
        if (!TryGet<T>(name, out var found))
            return false;
        value = found;
        return true;
    }

    /// <summary>Shows the event.</summary>
    public override string ToString() => $"{ConnectedSocket.Shorten(Event)} on {ConnectedSocket.Shorten(Topic)}";

    /// <inheritdoc/>
    protected override ValueTask Invoke(GenServer server) => ((IChannelServer)server).Handle(this);

    private bool TryField(string name, out JsonElement field)
    {
        field = default;
        if (_fields is null)
        {
            if (!_channel.Socket.Host.Json.TryRead<JsonElement>(_payload, _isBinary, out var all, out var error))
            {
                Error = error;
                return false;
            }

            _fields = all;
        }

        if (_fields.Value.ValueKind == JsonValueKind.Object)
            return _fields.Value.TryGetProperty(name, out field);
        Error = $"an object was expected, and {_fields.Value.ValueKind} came";
        return false;
    }

    private static bool TryConvert<T>(JsonElement field, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        var text = field.ValueKind switch
        {
            JsonValueKind.String => field.GetString()!,
            JsonValueKind.Number => field.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        if (text is null || (type == typeof(string) && field.ValueKind != JsonValueKind.String))
            return false;
        object? found = null;
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(string))
            found = text;
        else if (type == typeof(bool))
            found = bool.TryParse(text, out var v) ? v : null;
        else if (type == typeof(int))
            found = int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var v) ? v : null;
        else if (type == typeof(long))
            found = long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var v) ? v : null;
        else if (type == typeof(short))
            found = short.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var v) ? v : null;
        else if (type == typeof(byte))
            found = byte.TryParse(text, NumberStyles.None, culture, out var v) ? v : null;
        else if (type == typeof(double))
            found = double.TryParse(text, NumberStyles.Float, culture, out var v) ? v : null;
        else if (type == typeof(float))
            found = float.TryParse(text, NumberStyles.Float, culture, out var v) ? v : null;
        else if (type == typeof(decimal))
            found = decimal.TryParse(text, NumberStyles.Float, culture, out var v) ? v : null;
        else if (type == typeof(Guid))
            found = Guid.TryParse(text, out var v) ? v : null;
        else if (type == typeof(DateTimeOffset))
            found = DateTimeOffset.TryParse(text, culture, DateTimeStyles.RoundtripKind, out var v) ? v : null;
        else if (type == typeof(DateTime))
            found = DateTime.TryParse(text, culture, DateTimeStyles.RoundtripKind, out var v) ? v : null;
        else if (type == typeof(DateOnly))
            found = DateOnly.TryParse(text, culture, out var v) ? v : null;
        if (found is null)
            return false;
        value = (T)found;
        return true;
    }
}

/// <summary>Ends a channel from outside.</summary>
internal sealed class ChannelStop(ExitReason reason) : CastMessage
{
    public override string ToString() => $"Stop({reason})";

    protected override ValueTask Invoke(GenServer server)
    {
        ((IChannelServer)server).End(reason);
        return default;
    }
}

/// <summary>A channel's process, whatever its state.</summary>
internal interface IChannelServer
{
    ValueTask Handle(ChannelPush push);

    void End(ExitReason reason);
}
