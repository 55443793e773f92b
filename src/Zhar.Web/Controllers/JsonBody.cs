using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zhar.Web;

/// <summary>A JSON writer with its buffer, for a body that is needed as a whole. One is kept per thread between uses.</summary>
internal sealed class JsonBody
{
    private const int MaxKeptBytes = 64 * 1024;

    [ThreadStatic]
    private static JsonBody? Free;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly JavaScriptEncoder? _encoder;
    private readonly bool _indented;

    private JsonBody(JavaScriptEncoder? encoder, bool indented)
    {
        (_encoder, _indented) = (encoder, indented);
        Writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = encoder, Indented = indented, SkipValidation = true });
    }

    internal Utf8JsonWriter Writer { get; }

    internal ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Takes the thread's writer, or a new one while that is in use or writes in another way.</summary>
    internal static JsonBody Rent(JsonSerializerOptions options)
    {
        if (Free is not { } kept || !ReferenceEquals(kept._encoder, options.Encoder) || kept._indented != options.WriteIndented)
            return new JsonBody(options.Encoder, options.WriteIndented);
        Free = null;
        return kept;
    }

    /// <summary>Gives the writer back, unless its encoder may be the application's, which this would keep from being unloaded.</summary>
    internal void Return()
    {
        if (_buffer.Capacity > MaxKeptBytes || !(_encoder is null || ReferenceEquals(_encoder, JavaScriptEncoder.Default) || ReferenceEquals(_encoder, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)))
            return;
        _buffer.ResetWrittenCount();
        Writer.Reset();
        Free = this;
    }
}
