using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Zhar.Dashboard;

/// <summary>A state as text for the page: the members of records line by line, the first items of lists, secrets left out, and never more than the page can bear.</summary>
/// <remarks>Of types with a text form of their own it shows that. Members that a trimmed program no longer has are not shown.</remarks>
internal sealed class StateText
{
    internal const int MaxText = 20_000;
    private const int MaxDepth = 5, MaxItems = 50, MaxMembers = 60, MaxValue = 1_000;
    private const string Filtered = "[FILTERED]";

    private readonly StringBuilder _text = new();
    private readonly IReadOnlyList<string> _secrets;

    private StateText(IReadOnlyList<string> secrets) => _secrets = secrets;

    /// <summary>The text of a state. It runs code of the application, whose faults become part of the text.</summary>
    internal static string Of(object? state, IReadOnlyList<string> secrets)
    {
        var text = new StateText(secrets);
        text.Write(state, 0);
        return text._text.Length <= MaxText ? text._text.ToString() : text._text.ToString(0, MaxText) + "\n… (the rest is left out)";
    }

    private void Write(object? value, int depth)
    {
        if (_text.Length > MaxText)
            return;
        try
        {
            switch (value)
            {
                case null:
                    _text.Append("null");
                    break;
                case string text:
                    _text.Append('"').Append(Shorten(text)).Append('"');
                    break;
                case IFormattable formattable:
                    _text.Append(Shorten(formattable.ToString(null, CultureInfo.InvariantCulture)));
                    break;
                case bool or char or Type or Delegate:
                    _text.Append(Shorten(value.ToString() ?? ""));
                    break;
                case IDictionary dictionary:
                    WriteItems(dictionary, dictionary.Count, depth);
                    break;
                case IEnumerable items when !HasOwnText(value.GetType()):
                    WriteItems(items, (items as ICollection)?.Count, depth);
                    break;
                case ITuple tuple:
                    WriteTuple(tuple, depth);
                    break;
                default:
                    WriteObject(value, depth);
                    break;
            }
        }
        catch (Exception e)
        {
            _text.Append(CultureInfo.InvariantCulture, $"({e.GetType().Name} while it was read)");
        }
    }

    private void WriteItems(IEnumerable items, int? count, int depth)
    {
        _text.Append(CultureInfo.InvariantCulture, $"{Format.Module(items.GetType().FullName ?? items.GetType().Name)}{(count is { } known ? $" ({known})" : "")} [");
        var shown = 0;
        foreach (var item in items)
        {
            if (depth >= MaxDepth || shown >= MaxItems || _text.Length > MaxText)
            {
                Line(depth + 1).Append('…');
                shown++;
                break;
            }

            Line(depth + 1);
            if (KeyAndValue(item) is var (key, value))
                WriteMember(key?.ToString() ?? "null", () => value, depth + 1);
            else
                Write(item, depth + 1);
            shown++;
        }

        if (shown > 0)
            Line(depth);
        _text.Append(']');
    }

    private void WriteTuple(ITuple tuple, int depth)
    {
        _text.Append('(');
        for (var i = 0; i < tuple.Length; i++)
        {
            if (i > 0)
                _text.Append(", ");
            Write(tuple[i], depth + 1);
        }

        _text.Append(')');
    }

    private void WriteObject(object value, int depth)
    {
        var type = value.GetType();
        var members = depth < MaxDepth && !HasOwnText(type) ? MembersOf(type) : [];
        if (members.Length == 0)
        {
            _text.Append(Shorten(value.ToString() ?? type.Name));
            return;
        }

        _text.Append(Format.Module(type.FullName ?? type.Name)).Append(" {");
        foreach (var member in members.Take(MaxMembers))
        {
            Line(depth + 1);
            WriteMember(member.Name, () => member.GetValue(value), depth + 1);
        }

        Line(depth).Append('}');
    }

    private void WriteMember(string name, Func<object?> read, int depth)
    {
        _text.Append(Shorten(name)).Append(" = ");
        if (_secrets.Any(s => name.Contains(s, StringComparison.OrdinalIgnoreCase)))
            _text.Append(Filtered);
        else
            Write(Try(read), depth);
    }

    private StringBuilder Line(int depth) => _text.Append('\n').Append(' ', depth * 2);

    /// <summary>Whether somebody has written how the type reads. The text that the compiler makes for a record is not of that kind.</summary>
    private static bool HasOwnText(Type type)
    {
        var declared = ToStringOf(type)?.DeclaringType;
        return declared is not null && declared != typeof(object) && declared != typeof(ValueType) && ToStringOf(type)!.GetCustomAttribute<CompilerGeneratedAttribute>() is null; // it was found above
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "ToString of a type that is used is kept.")]
    private static MethodInfo? ToStringOf(Type type) => type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A member that was trimmed is not shown.")]
    private static PropertyInfo[] MembersOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static p => p is { CanRead: true } && p.GetIndexParameters().Length == 0)];

    /// <summary>The halves of an entry of a dictionary, which has a type of its own for each dictionary.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "An entry whose members were trimmed is shown as one value.")]
    private static (object? Key, object? Value)? KeyAndValue(object? item)
    {
        if (item is DictionaryEntry entry)
            return (entry.Key, entry.Value);
        var type = item?.GetType();
        if (type is not { IsGenericType: true } || type.GetGenericTypeDefinition() != typeof(KeyValuePair<,>))
            return null;
        return type.GetProperty("Key") is { } key && type.GetProperty("Value") is { } value ? (key.GetValue(item), value.GetValue(item)) : null;
    }

    private static object? Try(Func<object?> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
        {
            return new Fault($"({(e.InnerException ?? e).GetType().Name} while it was read)");
        }
    }

    private static string Shorten(string text) => text.Length <= MaxValue ? text : string.Concat(text.AsSpan(0, MaxValue), "…");

    private sealed class Fault(string text)
    {
        public override string ToString() => text;
    }
}
