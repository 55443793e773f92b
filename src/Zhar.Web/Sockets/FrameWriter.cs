using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zhar.Web;

/// <summary>A JSON writer with its buffer, kept per thread between uses.</summary>
internal sealed class FrameWriter
{
    private const int MaxKeptBytes = 64 * 1024;

    [ThreadStatic]
    private static FrameWriter? Free;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    private FrameWriter() => Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions
    {
        // Frames are read by JSON.parse and never stand inside HTML, so only what JSON demands is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    internal Utf8JsonWriter Json { get; }

    /// <summary>Takes the thread's writer, or a new one while that is in use.</summary>
    internal static FrameWriter Rent()
    {
        var writer = Free ?? new FrameWriter();
        Free = null;
        return writer;
    }

    /// <summary>The bytes written so far, as an array of their own.</summary>
    internal byte[] ToArray()
    {
        Json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>Gives the writer back.</summary>
    internal void Return()
    {
        if (_buffer.Capacity > MaxKeptBytes)
            return;
        _buffer.ResetWrittenCount();
        Json.Reset();
        Free = this;
    }
}
