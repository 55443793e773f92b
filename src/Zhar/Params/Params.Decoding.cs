using System.Text;
using System.Text.Json;

namespace Zhar;

/// <summary>From a form, a query string, or JSON.</summary>
public sealed partial class Params
{
    /// <summary>The key under which a JSON body that is no object appears. Source: Plug.Parsers.JSON.</summary>
    public const string JsonRoot = "_json";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes a query string or an <c>application/x-www-form-urlencoded</c> body.</summary>
    /// <exception cref="ParamsException">It is over the limits, or has a broken escape or text that is not UTF-8.</exception>
    public static Params FromQuery(string query, ParamsLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        limits ??= ParamsLimits.Default;
        if (query.Length > limits.MaxLength)
            throw TooLong(limits);
        return FromForm(Pairs(query.StartsWith('?') ? query[1..] : query), limits);
    }

    /// <summary>Puts the fields of a form, already unescaped, where their keys say: <c>a=</c>, <c>a[b]=</c>, <c>a[]=</c>, <c>a[][b]=</c>.</summary>
    /// <remarks>
    /// Each <c>[]</c> adds an element. Of two values for one place the later wins, also when one is a tree and the other a text. A key whose
    /// brackets do not match stands for itself.
    /// </remarks>
    /// <exception cref="ParamsException">It is over the limits.</exception>
    public static Params FromForm(IEnumerable<KeyValuePair<string, string?>> fields, ParamsLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return FromFields(fields.Select(static f => new KeyValuePair<string, object>(f.Key, f.Value ?? "")), limits ?? ParamsLimits.Default);
    }

    /// <summary>As above for fields that are not all text: the uploads of a form.</summary>
    internal static Params FromFields(IEnumerable<KeyValuePair<string, object>> fields, ParamsLimits limits)
    {
        var root = new Dictionary<string, object?>(StringComparer.Ordinal);
        var count = 0;
        long length = 0;
        foreach (var (key, value) in fields)
        {
            if (++count > limits.MaxCount)
                throw TooMany(limits);
            length += key.Length + ((value as string)?.Length ?? 0);
            if (length > limits.MaxLength)
                throw TooLong(limits);
            Put(root, key, value, limits);
        }

        return new(root);
    }

    /// <summary>Decodes a JSON body. One that is no object comes under the key <see cref="JsonRoot"/>; of a key that comes twice the later counts.</summary>
    /// <exception cref="ParamsException">It is over the limits, or no JSON.</exception>
    public static Params FromJson(ReadOnlySpan<byte> utf8, ParamsLimits? limits = null)
    {
        limits ??= ParamsLimits.Default;
        if (utf8.Length > limits.MaxLength)
            throw TooLong(limits);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        try
        {
            reader.Read();
            var count = 0;
            var value = ReadJson(ref reader, limits, ref count);
            while (reader.Read())
            {
                // Only the end may follow; anything else makes the reader throw.
            }

            return value as Params ?? new Params(new(StringComparer.Ordinal) { [JsonRoot] = value });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string whose escapes make no valid text.
            throw new ParamsException($"The body is not valid JSON within {limits.MaxDepth} levels: {e.Message}", null, e);
        }
    }

    /// <summary>Decodes a JSON text.</summary>
    /// <exception cref="ParamsException">It is over the limits, or no JSON.</exception>
    public static Params FromJson(string json, ParamsLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        limits ??= ParamsLimits.Default;
        return json.Length <= limits.MaxLength ? FromJson(Encoding.UTF8.GetBytes(json), limits) : throw TooLong(limits);
    }

    // ---- forms -------------------------------------------------------------------------------------------------------

    private static void Put(Dictionary<string, object?> root, string key, object value, ParamsLimits limits)
    {
        var open = key.IndexOf('[', StringComparison.Ordinal);
        if (open <= 0 || !BracketsMatch(key.AsSpan(open)))
        {
            root[key] = value;
            return;
        }

        object container = root;
        var name = key[..open];
        var depth = 1;
        for (var at = open; at < key.Length;)
        {
            if (++depth > limits.MaxDepth)
                throw new ParamsException($"A key is nested more than {limits.MaxDepth} levels deep.", key.Length <= 80 ? key : key[..80]);
            var close = key.IndexOf(']', at);
            var next = key[(at + 1)..close];
            container = next.Length == 0 ? Descend<ParamList>(container, name) : Descend<Params>(container, name)._values;
            name = next;
            at = close + 1;
        }

        if (container is ParamList list)
            list.Add(value);
        else
            ((Dictionary<string, object?>)container)[name] = value;
    }

    /// <summary>The list or tree at <paramref name="name"/>, made when something else is there. In a list it is always a new one: <c>[]</c> adds.</summary>
    private static T Descend<T>(object container, string name)
        where T : class
    {
        if (container is Dictionary<string, object?> tree)
        {
            if (tree.GetValueOrDefault(name) is T known)
                return known;
            var made = Make<T>();
            tree[name] = made;
            return made;
        }

        var item = Make<T>();
        ((ParamList)container).Add(item);
        return item;
    }

    private static T Make<T>()
        where T : class => (T)(typeof(T) == typeof(ParamList) ? new ParamList() : (object)new Params(new(StringComparer.Ordinal)));

    /// <summary>Whether this is a row of <c>[…]</c> without brackets inside and nothing between them.</summary>
    private static bool BracketsMatch(ReadOnlySpan<char> rest)
    {
        while (rest.Length > 0)
        {
            if (rest[0] != '[')
                return false;
            rest = rest[1..];
            var close = rest.IndexOfAny('[', ']');
            if (close < 0 || rest[close] != ']')
                return false;
            rest = rest[(close + 1)..];
        }

        return true;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(string query)
    {
        for (var at = 0; at < query.Length;)
        {
            var end = query.IndexOf('&', at);
            if (end < 0)
                end = query.Length;
            if (end > at)
            {
                var equals = query.IndexOf('=', at, end - at);
                yield return equals < 0
                    ? new(Unescape(query.AsSpan(at, end - at)), "")
                    : new(Unescape(query.AsSpan(at, equals - at)), Unescape(query.AsSpan(equals + 1, end - equals - 1)));
            }

            at = end + 1;
        }
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny('%', '+') < 0)
            return text.ToString();
        var bytes = new byte[StrictUtf8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '+')
            {
                bytes[length++] = (byte)' ';
                i++;
            }
            else if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    throw new ParamsException($"\"{text[i..Math.Min(i + 3, text.Length)]}\" is not a valid escape; a percent sign is written %25.");
                bytes[length++] = (byte)((Uri.FromHex(text[i + 1]) << 4) | Uri.FromHex(text[i + 2]));
                i += 3;
            }
            else
            {
                var run = text[i..].IndexOfAny('%', '+');
                var part = run < 0 ? text[i..] : text.Slice(i, run);
                length += Encoding.UTF8.GetBytes(part, bytes.AsSpan(length));
                i += part.Length;
            }
        }

        try
        {
            return StrictUtf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException e)
        {
            throw new ParamsException("The parameters are not valid UTF-8.", null, e);
        }
    }

    // ---- JSON --------------------------------------------------------------------------------------------------------

    /// <summary>Reads one value. Recursion is as deep as the reader's limit.</summary>
    private static object? ReadJson(ref Utf8JsonReader reader, ParamsLimits limits, ref int count)
    {
        if (++count > limits.MaxCount)
            throw TooMany(limits);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var values = new Dictionary<string, object?>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    values[key] = ReadJson(ref reader, limits, ref count);
                }

                return new Params(values);
            case JsonTokenType.StartArray:
                var list = new ParamList();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Add(ReadJson(ref reader, limits, ref count));
                return list;
            case JsonTokenType.Number:
                return Number(ref reader);
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Null:
                return null;
            default:
                return reader.GetString();
        }
    }

    private static object Number(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole))
            return whole;
        if (reader.TryGetDecimal(out var exact))
            return exact;
        return reader.TryGetDouble(out var wide) && double.IsFinite(wide) ? wide : throw new ParamsException("A number of the body is too large.");
    }

    private static ParamsException TooMany(ParamsLimits limits) => new($"There are more than {limits.MaxCount} parameters.");

    private static ParamsException TooLong(ParamsLimits limits) => new($"The parameters are longer than {limits.MaxLength}.");
}
