using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>An event of the browser: its name and what came with it. Nothing in it is trusted.</summary>
public sealed class LiveEvent
{
    internal LiveEvent(string name, string type, Params values, object? value, int? cid)
    {
        Name = name;
        Type = type;
        Params = values;
        Value = value;
        ComponentId = cid;
    }

    /// <summary>The name, as the template has it.</summary>
    public string Name { get; }

    /// <summary>What the browser calls its kind: <c>click</c>, <c>form</c>, <c>keydown</c>, <c>hook</c> and others.</summary>
    public string Type { get; }

    /// <summary>The payload: the values of the element, or the fields of the form with <c>_target</c> as a path.</summary>
    public Params Params { get; }

    /// <summary>The payload as it came when it is neither a form nor an object: text, a number, a list; else <see cref="Params"/>.</summary>
    public object? Value { get; }

    /// <summary>The component that the event is for, or <c>null</c> for the view.</summary>
    internal int? ComponentId { get; }

    /// <summary>Why a value could not be read.</summary>
    internal string Error { get; private set; } = "";

    internal ReplyRef Reply { get; init; }

    /// <summary>What was chosen in the file inputs of the form, by their refs.</summary>
    internal Params? Uploads { get; init; }

    /// <summary>Reads a value by name. For generated code.</summary>
    public bool TryGet<T>(string name, [MaybeNullWhen(false)] out T value)
        where T : IParsable<T>
    {
        value = default;
        if (!TryFind(name, out var found))
            return Missing(name);
        return TryParse(found, out value) || Unreadable(name, found, typeof(T).Name);
    }

    /// <summary>As above, with a value for a name that is absent or empty.</summary>
    public bool TryGet<T>(string name, T? fallback, out T? value)
        where T : IParsable<T>
    {
        value = fallback;
        if (!TryFind(name, out var found) || found is null or "")
            return true;
        if (!TryParse<T>(found, out var parsed))
            return Unreadable(name, found, typeof(T).Name);
        value = parsed;
        return true;
    }

    /// <summary>As <see cref="TryGet{T}(string, out T)"/>, for a value type that may be absent.</summary>
    public bool TryGetNullable<T>(string name, out T? value)
        where T : struct, IParsable<T>
    {
        value = null;
        if (!TryFind(name, out var found) || found is null or "")
            return true;
        if (!TryParse<T>(found, out var parsed))
            return Unreadable(name, found, typeof(T).Name);
        value = parsed;
        return true;
    }

    /// <summary>As <see cref="TryGet{T}(string, out T)"/>, for text.</summary>
    public bool TryGetText(string name, [MaybeNullWhen(false)] out string value)
    {
        value = null;
        if (!TryFind(name, out var found))
            return Missing(name);
        if (found is Zhar.Params or ParamList)
            return Unreadable(name, found, "text");
        value = Zhar.Params.Text(found);
        return true;
    }

    /// <summary>As above, with a value for a name that is absent.</summary>
    public bool TryGetText(string name, string? fallback, out string? value)
    {
        value = fallback;
        return !TryFind(name, out var found) || found is null || TryGetText(name, out value);
    }

    /// <summary>As <see cref="TryGet{T}(string, out T)"/>, for the tree under a name: the inputs of a form that has it.</summary>
    public bool TryGetParams(string name, [MaybeNullWhen(false)] out Params value)
    {
        value = null;
        if (!TryFind(name, out var found))
            return Missing(name);
        value = found as Params;
        return value is not null || Unreadable(name, found, "an object");
    }

    /// <summary>As above, with a value for a name that is absent.</summary>
    public bool TryGetParams(string name, Params? fallback, out Params? value)
    {
        value = fallback;
        return !TryFind(name, out var found) || found is null || TryGetParams(name, out value);
    }

    /// <summary>As <see cref="TryGet{T}(string, out T)"/>, for a truth value: <c>true</c>, <c>on</c> and <c>1</c> of a form are true, and so is what a checkbox sends.</summary>
    public bool TryGetBoolean(string name, out bool value)
    {
        value = false;
        if (!TryFind(name, out var found))
            return Missing(name);
        switch (found)
        {
            case bool truth:
                value = truth;
                return true;
            case "true" or "on" or "1":
                value = true;
                return true;
            case "false" or "off" or "0" or "":
                return true;
            default:
                return Unreadable(name, found, "a truth value");
        }
    }

    /// <summary>As above, with a value for a name that is absent.</summary>
    public bool TryGetBoolean(string name, bool fallback, out bool value)
    {
        value = fallback;
        return !TryFind(name, out _) || TryGetBoolean(name, out value);
    }

    /// <summary>As <see cref="TryGet{T}(string, out T)"/>, for a member of an enum, by name.</summary>
    public bool TryGetEnum<T>(string name, out T value)
        where T : struct, Enum
    {
        value = default;
        if (!TryFind(name, out var found))
            return Missing(name);
        return (found is string text && !text.AsSpan().ContainsAnyInRange('0', '9') && Enum.TryParse(text, ignoreCase: true, out value)) || Unreadable(name, found, typeof(T).Name);
    }

    /// <summary>As above, with a value for a name that is absent or empty.</summary>
    public bool TryGetEnum<T>(string name, T fallback, out T value)
        where T : struct, Enum
    {
        value = fallback;
        return !TryFind(name, out var found) || found is null or "" || TryGetEnum(name, out value);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static bool TryParse<T>(object? found, [MaybeNullWhen(false)] out T value)
        where T : IParsable<T>
    {
        value = default;
        return found is not (null or Zhar.Params or ParamList) && T.TryParse(Zhar.Params.Text(found), CultureInfo.InvariantCulture, out value);
    }

    private bool TryFind(string name, out object? value)
    {
        value = null;
        foreach (var key in (ReadOnlySpan<string>)[name, EventNames.Snake(name), EventNames.Snake(name).Replace('_', '-')])
        {
            if (Params.Contains(key))
            {
                value = Params.Raw(key);
                return true;
            }
        }

        return false;
    }

    private bool Missing(string name)
    {
        Error = $"'{name}' is missing";
        return false;
    }

    private bool Unreadable(string name, object? found, string type)
    {
        var text = found is Zhar.Params ? "an object" : found is ParamList ? "a list" : $"\"{Zhar.Params.Text(found)}\"";
        Error = $"'{name}' is {(text.Length <= 60 ? text : text[..60] + "…\"")} and cannot be read as {type}";
        return false;
    }
}
