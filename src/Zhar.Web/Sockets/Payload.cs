using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Zhar.Web;

/// <summary>The payload of a message in its encoded form: JSON as UTF-8, or raw bytes. Immutable.</summary>
public sealed class Payload
{
    internal Payload(ReadOnlyMemory<byte> bytes, bool isBinary)
    {
        Bytes = bytes;
        IsBinary = isBinary;
    }

    /// <summary>A payload of JSON that is encoded already, for a <see cref="SocketSerializer"/>.</summary>
    /// <exception cref="FormatException">It is not one JSON value.</exception>
    public static Payload Json(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var reader = new System.Text.Json.Utf8JsonReader(utf8.Span);
            while (reader.Read())
            {
                // To the end: all of it has to be JSON.
            }

            return new(utf8, isBinary: false);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new FormatException($"The payload is not JSON: {e.Message}", e);
        }
    }

    /// <summary>A payload of raw bytes, for a <see cref="SocketSerializer"/>.</summary>
    public static Payload Binary(ReadOnlyMemory<byte> bytes) => new(bytes, isBinary: true);

    /// <summary>JSON as UTF-8, or raw bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether this is raw bytes.</summary>
    public bool IsBinary { get; }

    /// <summary>What was encoded, while it is known: not after a trip to another node.</summary>
    internal object? Source { get; init; }

    /// <summary>The payload as a parameter tree.</summary>
    /// <exception cref="ParamsException">It is binary, or over the limits.</exception>
    public Params ToParams() => IsBinary ? throw new ParamsException("The payload is binary data, not JSON.") : Params.FromJson(Bytes.Span);

    /// <summary>The payload as a <typeparamref name="T"/>: the very object that was broadcast when it is one, else read by <paramref name="type"/>.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is not one.</exception>
    public T? As<T>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        Source is T source ? source : System.Text.Json.JsonSerializer.Deserialize(Bytes.Span, type);

    /// <summary>The object that was broadcast, when this node has it and it is a <typeparamref name="T"/>.</summary>
    public bool TryGetSource<T>([MaybeNullWhen(false)] out T value)
    {
        value = Source is T source ? source : default;
        return Source is T;
    }

    /// <summary>The JSON text, or the number of bytes.</summary>
    public override string ToString() => IsBinary ? $"{Bytes.Length} bytes" : Encoding.UTF8.GetString(Bytes.Span);
}
