using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Reads the arguments of an action from the params of a request, and collects what is wrong with them. Called by generated code.</summary>
/// <remarks>
/// A key is looked for in the path, then in the body and the query. What cannot be read is noted and its default returned, so that one answer names all
/// that is wrong; the action does not run. Not for use from several threads. Source: Phoenix.ActionClauseError.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Arguments
{
    // More errors than this help nobody; the answer stays small however much was sent.
    private const int MaxErrors = 20;

    private readonly HttpContext _conn;
    private readonly Params? _tree;
    private readonly string _prefix;
    private readonly Arguments _root;
    private List<BindingError>? _errors;

    /// <summary>The arguments of a request.</summary>
    public Arguments(HttpContext conn)
    {
        _conn = conn;
        _prefix = "";
        _root = this;
    }

    private Arguments(Arguments outer, Params tree, string prefix)
    {
        _conn = outer._conn;
        _root = outer._root;
        _tree = tree;
        _prefix = prefix;
    }

    /// <summary>Whether something could not be read.</summary>
    public bool HasErrors => _root._errors is not null;

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<BindingError> Errors => _root._errors ?? [];

    /// <summary>All params of this level.</summary>
    public Params All => _tree ?? _conn.Params;

    /// <summary>Answers with 400 and says what is wrong.</summary>
    public Task Refuse() => BindingRefusal.Answer(_conn, Errors);

    /// <summary>Whether a key came with a value.</summary>
    public bool Has(string key, string? alternative = null) => Raw(key, alternative) is not null;

    // ---- text --------------------------------------------------------------------------------------------------------

    /// <summary>Text that has to be there. It may be empty.</summary>
    public string Text(string key, string? alternative = null)
    {
        if (TextOrNull(key, alternative) is { } text)
            return text;
        if (Raw(key, alternative) is null)
            Fail(key, "text", null);
        return "";
    }

    /// <summary>Text, or <c>null</c> when none came.</summary>
    public string? TextOrNull(string key, string? alternative = null)
    {
        var raw = Raw(key, alternative);
        if (raw is null or string)
            return (string?)raw;
        if (IsSingle(raw))
            return Params.Text(raw);
        Fail(key, "text", raw);
        return null;
    }

    // ---- what can be parsed ------------------------------------------------------------------------------------------

    /// <summary>A value that has to be there.</summary>
    public T Value<T>(string key, string? alternative = null)
        where T : IParsable<T> => Parse<T>(key, Raw(key, alternative));

    /// <summary>A value, or <paramref name="fallback"/> when none came or an empty one.</summary>
    public T ValueOr<T>(T fallback, string key, string? alternative = null)
        where T : IParsable<T> => Raw(key, alternative) is { } raw and not "" ? Parse<T>(key, raw) : fallback;

    /// <summary>A value, or <c>null</c> when none came or an empty one.</summary>
    public T? ValueOrNull<T>(string key, string? alternative = null)
        where T : struct, IParsable<T> => Raw(key, alternative) is { } raw and not "" ? Parse<T>(key, raw) : null;

    /// <inheritdoc cref="ValueOrNull"/>
    public T? ObjectOrNull<T>(string key, string? alternative = null)
        where T : class, IParsable<T> => Raw(key, alternative) is { } raw and not "" ? Parse<T>(key, raw) : null;

    /// <summary>The values of a list; none when none came. A single value is a list of one.</summary>
    public T[] Values<T>(string key, string? alternative = null)
        where T : IParsable<T> => Each(key, alternative, static (a, itemKey, item) => a.Parse<T>(itemKey, item));

    // ---- enums -------------------------------------------------------------------------------------------------------

    /// <summary>A member of an enum, by its name in any case or in snake case. Numbers are refused.</summary>
    public T Enum<T>(string key, string? alternative = null)
        where T : struct, Enum => ParseEnum<T>(key, Raw(key, alternative));

    /// <summary>A member of an enum, or <paramref name="fallback"/> when none came or an empty one.</summary>
    public T EnumOr<T>(T fallback, string key, string? alternative = null)
        where T : struct, Enum => Raw(key, alternative) is { } raw and not "" ? ParseEnum<T>(key, raw) : fallback;

    /// <summary>A member of an enum, or <c>null</c> when none came or an empty one.</summary>
    public T? EnumOrNull<T>(string key, string? alternative = null)
        where T : struct, Enum => Raw(key, alternative) is { } raw and not "" ? ParseEnum<T>(key, raw) : null;

    /// <summary>The members of a list.</summary>
    public T[] Enums<T>(string key, string? alternative = null)
        where T : struct, Enum => Each(key, alternative, static (a, itemKey, item) => a.ParseEnum<T>(itemKey, item));

    // ---- trees and records -------------------------------------------------------------------------------------------

    /// <summary>A tree that has to be there, such as that of <c>user[name]</c>.</summary>
    public Params Tree(string key, string? alternative = null)
    {
        var raw = Raw(key, alternative);
        if (raw is Params tree)
            return tree;
        Fail(key, $"a tree of values, such as {key}[name]", raw);
        return Params.Empty;
    }

    /// <summary>A tree, or <c>null</c> when none came.</summary>
    public Params? TreeOrNull(string key, string? alternative = null) => Has(key, alternative) ? Tree(key, alternative) : null;

    /// <summary>A record from the tree under a key.</summary>
    public T Record<T>(string key, Func<Arguments, T> bind) => Record(key, null, bind);

    /// <inheritdoc cref="Record{T}(string, Func{Arguments, T})"/>
    public T Record<T>(string key, string? alternative, Func<Arguments, T> bind)
    {
        if (Raw(key, alternative) is Params tree)
            return bind(new Arguments(this, tree, Full(key)));
        Tree(key, alternative);
        return default!; // the error was noted, so nobody sees this value
    }

    /// <summary>Records from a list of trees, or from a tree with numbers as keys, as forms send them.</summary>
    public T[] Records<T>(string key, Func<Arguments, T> bind) => Records(key, null, bind);

    /// <inheritdoc cref="Records{T}(string, Func{Arguments, T})"/>
    public T[] Records<T>(string key, string? alternative, Func<Arguments, T> bind)
    {
        var raw = Raw(key, alternative);
        if (raw is null or "")
            return [];
        IReadOnlyList<Params> items;
        try
        {
            items = Params.Of((key, raw)).NestedList(key);
        }
        catch (ParamsException)
        {
            Fail(key, $"a list of trees, such as {key}[0][name]", raw);
            return [];
        }

        var result = new T[items.Count];
        for (var i = 0; i < result.Length; i++)
            result[i] = bind(new Arguments(this, items[i], $"{Full(key)}[{i}]"));
        return result;
    }

    // ---- files -------------------------------------------------------------------------------------------------------

    /// <summary>A file that has to be there.</summary>
    public Upload Upload(string key, string? alternative = null)
    {
        if (UploadOrNull(key, alternative) is { } upload)
            return upload;
        Fail(key, "a file", Raw(key, alternative));
        return null!; // the error was noted, so nobody sees this value
    }

    /// <summary>A file, or <c>null</c> when none came.</summary>
    public Upload? UploadOrNull(string key, string? alternative = null)
    {
        var raw = Raw(key, alternative);
        if (raw is not (null or "" or Zhar.Web.Upload))
            Fail(key, "a file", raw);
        return raw as Upload;
    }

    /// <summary>The files of a list.</summary>
    public Upload[] Uploads(string key, string? alternative = null) => Each(key, alternative, static (a, itemKey, item) =>
    {
        if (item is Upload upload)
            return upload;
        a.Fail(itemKey, "a file", item);
        return null!; // the error was noted, so nobody sees this value
    });

    // ---- from elsewhere ----------------------------------------------------------------------------------------------

    /// <summary>A header that has to be there.</summary>
    public string Header(string name)
    {
        if (HeaderOrNull(_conn, name) is { } value)
            return value;
        Note(new(name, "a request header", "missing"));
        return "";
    }

    /// <summary>A header, or <c>null</c>.</summary>
    public static string? HeaderOrNull(HttpContext conn, string name)
    {
        ArgumentNullException.ThrowIfNull(conn);
        return conn.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;
    }

    // ---- reading -----------------------------------------------------------------------------------------------------

    private object? Raw(string key, string? alternative)
    {
        if (_tree is not null)
            return _tree.Raw(key) ?? (alternative is null ? null : _tree.Raw(alternative));

        // The path is at hand already; the params of query and body are decoded only for what is not in it.
        var path = _conn.Request.RouteValues;
        if (path.Count > 0 && (path.TryGetValue(key, out var value) || (alternative is not null && path.TryGetValue(alternative, out value))) && value is string)
            return value;
        var all = _conn.Params;
        return all.Raw(key) ?? (alternative is null ? null : all.Raw(alternative));
    }

    private T[] Each<T>(string key, string? alternative, Func<Arguments, string, object?, T> read)
    {
        switch (Raw(key, alternative))
        {
            case null or "":
                return [];
            case ParamList list:
                var result = new T[list.Count];
                for (var i = 0; i < result.Length; i++)
                    result[i] = read(this, $"{key}[{i}]", list[i]);
                return result;
            case Params tree:
                Fail(key, $"a list, such as {key}[]", tree);
                return [];
            case var single:
                return [read(this, key, single)];
        }
    }

    private T Parse<T>(string key, object? raw)
        where T : IParsable<T>
    {
        if (raw is not null && IsSingle(raw) && TryParse<T>(Params.Text(raw), out var value))
            return value!;
        Fail(key, Expected<T>(), raw);
        return default!; // the error was noted, so nobody sees this value
    }

    private static bool TryParse<T>(string text, out T? value)
        where T : IParsable<T>
    {
        var culture = CultureInfo.InvariantCulture;
        if (typeof(T) == typeof(bool))
        {
            // What a checkbox sends, beside what JSON does.
            bool? flag = text switch { "true" or "1" or "on" or "True" => true, "false" or "0" or "off" or "False" or "" => false, _ => null };
            value = flag is { } known ? (T)(object)known : default;
            return flag is not null;
        }

        // Without this "1,5" would be read as 15, and a date would change its kind with the time zone of the machine.
        if (typeof(T) == typeof(decimal))
        {
            var read = decimal.TryParse(text, NumberStyles.Float, culture, out var number);
            value = (T)(object)number;
            return read;
        }

        if (typeof(T) == typeof(double))
        {
            var read = double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number);
            value = (T)(object)number;
            return read;
        }

        if (typeof(T) == typeof(float))
        {
            var read = float.TryParse(text, NumberStyles.Float, culture, out var number) && float.IsFinite(number);
            value = (T)(object)number;
            return read;
        }

        if (typeof(T) == typeof(DateTime))
        {
            var read = DateTime.TryParse(text, culture, DateTimeStyles.RoundtripKind, out var time);
            value = (T)(object)time;
            return read;
        }

        return T.TryParse(text, culture, out value);
    }

    private T ParseEnum<T>(string key, object? raw)
        where T : struct, Enum
    {
        if (raw is string { Length: > 0 } text && !char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+') && !text.Contains(',', StringComparison.Ordinal))
        {
            if (System.Enum.TryParse<T>(text, ignoreCase: true, out var value) || System.Enum.TryParse(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out value))
                return value;
        }

        Fail(key, "one of " + string.Join(", ", System.Enum.GetNames<T>().Take(20)), raw);
        return default;
    }

    private static string Expected<T>()
    {
        var type = typeof(T);
        if (type == typeof(int) || type == typeof(long) || type == typeof(short) || type == typeof(byte) || type == typeof(uint) || type == typeof(ulong) || type == typeof(ushort) || type == typeof(sbyte))
            return $"a whole number ({type.Name})";
        if (type == typeof(decimal) || type == typeof(double) || type == typeof(float))
            return $"a number ({type.Name})";
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(Guid))
            return "a UUID";
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset))
            return "a date with a time, such as 2026-01-31T12:00:00Z";
        if (type == typeof(DateOnly))
            return "a date, such as 2026-01-31";
        if (type == typeof(TimeOnly))
            return "a time, such as 12:00:00";
        return type == typeof(string) ? "text" : $"a {type.Name}";
    }

    private static bool IsSingle(object raw) => raw is string or long or decimal or double or bool or int;

    private string Full(string key)
    {
        if (_prefix.Length == 0)
            return key;
        var bracket = key.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? $"{_prefix}[{key}]" : $"{_prefix}[{key[..bracket]}]{key[bracket..]}";
    }

    private void Fail(string key, string expected, object? raw) => Note(new(Full(key), expected, Shown(key, raw)));

    private void Note(BindingError error)
    {
        var errors = _root._errors ??= [];
        if (errors.Count < MaxErrors && !errors.Any(e => e.Key == error.Key))
            errors.Add(error);
    }

    private static string Shown(string key, object? raw)
    {
        if (raw is null)
            return "missing";
        if (raw is Params)
            return "a tree of values";
        if (raw is ParamList)
            return "a list";
        if (!IsSingle(raw))
            return "a file";

        // The answer goes back over the wire and into logs: secrets are not repeated there.
        if (key.Contains("password", StringComparison.OrdinalIgnoreCase) || key.Contains("secret", StringComparison.OrdinalIgnoreCase) || key.Contains("token", StringComparison.OrdinalIgnoreCase))
            return "[FILTERED]";
        var text = Params.Text(raw);
        return text.Length <= 40 ? $"\"{text}\"" : $"\"{text[..(char.IsHighSurrogate(text[39]) ? 39 : 40)]}…\"";
    }
}
