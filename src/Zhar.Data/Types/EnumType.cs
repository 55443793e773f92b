using System.Globalization;
using System.Text.Json;

namespace Zhar.Data;

/// <summary>An enum: cast from the texts of its members, stored as text or as a number. Source: Ecto.Enum.</summary>
public sealed class EnumType<T> : FieldType<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<T, string> _texts = [];
    private readonly Dictionary<long, T> _byNumber = [];
    private readonly EnumStorage _storage;
    private readonly Metadata _allowed;

    /// <summary>An enum type; for generated code, which knows the members without reflection.</summary>
    /// <param name="storage">How it is stored.</param>
    /// <param name="members">Each member, with its text and its number.</param>
    public EnumType(EnumStorage storage, params ReadOnlySpan<(T Member, string Text, long Number)> members)
    {
        _storage = storage;
        var values = new List<T>(members.Length);
        foreach (var (member, text, number) in members)
        {
            _byText[text] = member;
            _byNumber.TryAdd(number, member);
            if (_texts.TryAdd(member, text))
                values.Add(member);
        }

        Values = values;
        Mappings = _texts;
        _allowed = Metadata.Of(("enum", values.ConvertAll(v => _texts[v])));
    }

    /// <summary>The members in the order of declaration. Source: Ecto.Enum.values/2.</summary>
    public IReadOnlyList<T> Values { get; }

    /// <summary>The text of each member. Source: Ecto.Enum.mappings/2.</summary>
    public IReadOnlyDictionary<T, string> Mappings { get; }

    /// <inheritdoc/>
    public override string Name => "enum";

    /// <inheritdoc/>
    public override StorageKind Storage => _storage is EnumStorage.Integer ? StorageKind.Int32 : StorageKind.Text;

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, object value)
    {
        if (_storage is EnumStorage.Integer)
            json.WriteNumberValue(Number((T)value));
        else
            json.WriteStringValue(Text((T)value));
    }

    /// <inheritdoc/>
    public override object? ReadJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number when json.TryGetInt64(out var number) => FromNumber(number),
        JsonValueKind.String => FromText(json.GetString()!), // the kind is String
        _ => throw Unknown(json.GetRawText()),
    };

    /// <inheritdoc/>
    protected override CastResult CastValue(object input) => input switch
    {
        T member when _texts.ContainsKey(member) => CastResult.Ok(input),
        string text when _byText.TryGetValue(text, out var member) => CastResult.Ok(member),
        long or int or short when _storage is EnumStorage.Integer && _byNumber.TryGetValue(Convert.ToInt64(input, CultureInfo.InvariantCulture), out var member) => CastResult.Ok(member),
        string text when _storage is EnumStorage.Integer && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && _byNumber.TryGetValue(number, out var member) => CastResult.Ok(member),
        _ => CastResult.Invalid(metadata: _allowed),
    };

    /// <inheritdoc/>
    protected override object? DumpValue(object value, Dialect dialect) => _storage is EnumStorage.Integer ? (int)Number((T)value) : Text((T)value);

    /// <inheritdoc/>
    protected override object? LoadValue(object stored, Dialect dialect) => stored switch
    {
        string text => FromText(text),
        int or long or short => FromNumber(Convert.ToInt64(stored, CultureInfo.InvariantCulture)),
        _ => throw Unknown(stored),
    };

    private string Text(T member) => _texts.TryGetValue(member, out var text) ? text : throw Unknown(member);

    private static long Number(T member) => Convert.ToInt64(member, CultureInfo.InvariantCulture);

    private T FromText(string text) => _byText.TryGetValue(text, out var member) ? member : throw Unknown(text);

    private T FromNumber(long number) => _byNumber.TryGetValue(number, out var member) ? member : throw Unknown(number);

    private SchemaException Unknown(object value) => new($"'{value}' is no member of {typeof(T).Name}. Its members are {string.Join(", ", _texts.Values)}.");
}
