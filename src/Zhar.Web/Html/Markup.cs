namespace Zhar.Web;

/// <summary>What templates are written with, beside C#: imported with <c>using static Zhar.Web.Markup</c>. Source: HEEx's <c>:if</c>, <c>:for</c>, <c>:key</c>.</summary>
public static class Markup
{
    /// <summary>One of two pieces. Only the one that is written is made.</summary>
    public static Html If(bool test, Func<Html> then, Func<Html> otherwise)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(otherwise);
        return test ? then() : otherwise();
    }

    /// <summary>A piece, or nothing.</summary>
    public static Html When(bool test, Func<Html> then)
    {
        ArgumentNullException.ThrowIfNull(then);
        return test ? then() : default;
    }

    /// <summary>A piece made with a value, or <paramref name="otherwise"/> when there is none.</summary>
    public static Html When<T>(T? value, Func<T, Html> then, Func<Html>? otherwise = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(then);
        return value is not null ? then(value) : otherwise?.Invoke() ?? default;
    }

    /// <summary>A piece made with a value, or <paramref name="otherwise"/> when there is none.</summary>
    public static Html When<T>(T? value, Func<T, Html> then, Func<Html>? otherwise = null)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(then);
        return value is { } known ? then(known) : otherwise?.Invoke() ?? default;
    }

    /// <summary>A piece around a slot, or nothing when the slot was not given: <c>When(footer, f => $"&lt;footer&gt;{f}&lt;/footer&gt;")</c>.</summary>
    public static Html When(Html slot, Func<Html, Html> then)
    {
        ArgumentNullException.ThrowIfNull(then);
        return slot.IsEmpty ? default : then(slot);
    }

    /// <summary>A piece for each item, in order. Live pages know an item by its place; give keys when items come, go or move.</summary>
    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> body)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(body);
        var made = new Html[Expected(items)];
        var count = 0;
        foreach (var item in items)
        {
            Reserve(ref made, count);
            made[count++] = body(item);
        }

        return new(new PlainListNode(made, count));
    }

    /// <summary>A piece for each item and its place from 0.</summary>
    public static Html Each<T>(IEnumerable<T> items, Func<T, int, Html> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var index = 0;
        return Each(items, item => body(item, index++));
    }

    /// <summary>A piece for each item, in order. Live pages know an item by its key, so that only what changed travels when items come, go or move.</summary>
    /// <param name="items">The items.</param>
    /// <param name="key">What tells an item from the others: unique among them, and the same from render to render, as a primary key is.</param>
    /// <param name="body">The piece.</param>
    public static Html Each<T, TKey>(IEnumerable<T> items, Func<T, TKey> key, Func<T, Html> body)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(body);
        var made = new Html[Expected(items)];
        var keys = new TKey[made.Length];
        var count = 0;
        foreach (var item in items)
        {
            Reserve(ref made, count);
            if (keys.Length < made.Length)
                Array.Resize(ref keys, made.Length);
            keys[count] = key(item);
            made[count++] = body(item);
        }

        return new(new KeyedListNode<TKey>(made, keys, count));
    }

    /// <summary>Pieces with <paramref name="separator"/> between each two. Source: Phoenix.Component.intersperse/1.</summary>
    public static Html Intersperse<T>(IEnumerable<T> items, Html separator, Func<T, Html> body)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(body);
        var made = new List<Html>();
        foreach (var item in items)
        {
            if (made.Count > 0)
                made.Add(separator);
            made.Add(body(item));
        }

        return new(new PlainListNode([.. made], made.Count));
    }

    /// <summary>
    /// A costly piece that a live page makes again only when <paramref name="dependencies"/> are no longer equal to those of the last render. Without a render
    /// before it, as on the page of a controller, it is always made.
    /// </summary>
    /// <param name="dependencies">All that the piece reads: a record, or several values as a tuple. Compared with <c>Equals</c>.</param>
    /// <param name="body">The piece.</param>
    public static Html Memo<T>(T dependencies, Func<Html> body)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(new MemoNode<T>(dependencies, body));
    }

    /// <summary>A list of classes for <c>class="{…}"</c>: <c>Class("btn", ("active", isActive))</c>. The attribute is left out when none applies.</summary>
    public static string? Class(params ReadOnlySpan<ClassName> classes)
    {
        string? all = null;
        foreach (var entry in classes)
        {
            if (!string.IsNullOrWhiteSpace(entry.Name))
                all = all is null ? entry.Name : $"{all} {entry.Name}";
        }

        return all;
    }

    private static int Expected<T>(IEnumerable<T> items) => items.TryGetNonEnumeratedCount(out var count) ? count : 4;

    private static void Reserve(ref Html[] made, int count)
    {
        if (count == made.Length)
            Array.Resize(ref made, Math.Max(4, count * 2));
    }
}
