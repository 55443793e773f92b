using System.Collections;
using System.Text.Json;

namespace Zhar.Data;

/// <summary>A row of bits. It travels as text of noughts and ones, which PostgreSQL's <c>bit varying</c> takes and gives. Source: Ecto's type <c>:bitstring</c>.</summary>
internal sealed class BitsType : FieldType<BitArray>
{
    public override string Name => "bitstring";

    public override StorageKind Storage => StorageKind.Text;

    public override void WriteJson(Utf8JsonWriter json, object value) => json.WriteStringValue(Text((BitArray)value));

    public override object? ReadJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when Parse(json.GetString()!) is { } bits => bits, // the kind is String
        _ => throw new SchemaException($"The stored JSON {json.GetRawText()} is no {Name}."),
    };

    protected override CastResult CastValue(object input) => input switch
    {
        BitArray => CastResult.Ok(input),
        string text when Parse(text) is { } bits => CastResult.Ok(bits),
        _ => CastResult.Invalid(),
    };

    protected override object? DumpValue(object value, Dialect dialect) => Text((BitArray)value);

    protected override object? LoadValue(object stored, Dialect dialect) =>
        Parse((string)stored) ?? throw new SchemaException($"The stored text '{stored}' is no {Name}: it has more than noughts and ones.");

    protected override bool EqualValues(object left, object right) => Text((BitArray)left) == Text((BitArray)right);

    private static string Text(BitArray bits) => string.Create(bits.Length, bits, static (text, bits) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = bits[i] ? '1' : '0';
    });

    private static BitArray? Parse(string text)
    {
        if (text.AsSpan().ContainsAnyExcept('0', '1'))
            return null;
        var bits = new BitArray(text.Length);
        for (var i = 0; i < text.Length; i++)
            bits[i] = text[i] == '1';
        return bits;
    }
}
