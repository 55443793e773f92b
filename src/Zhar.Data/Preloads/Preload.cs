namespace Zhar.Data;

/// <summary>An association to load, and how.</summary>
/// <param name="Path">Its name, and behind it those of associations of the rows that it gives: <c>Posts.Comments</c>.</param>
internal record Preload(IReadOnlyList<string> Path)
{
    /// <summary>From <c>u =&gt; u.Posts</c> as it is written, or from <c>Posts.Comments</c>.</summary>
    internal static Preload Named(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var arrow = text.IndexOf("=>", StringComparison.Ordinal);
        var path = arrow < 0 ? text : text[(arrow + 2)..];
        var names = path.Split('.', StringSplitOptions.TrimEntries);
        if (arrow >= 0)
            names = names[1..];
        return names.Length > 0 && names.All(static n => n.Length > 0 && n.All(static c => char.IsLetterOrDigit(c) || c is '_' or '@'))
            ? new(names)
            : throw new ArgumentException($"A preload names an association, u => u.Posts or \"Posts.Comments\", but got '{text}'.", nameof(text));
    }
}

/// <summary>An association whose rows come from a query of the caller's.</summary>
internal sealed record QueryPreload<TRelated>(IReadOnlyList<string> Path, Func<Query<TRelated>, Query<TRelated>> Narrow) : Preload(Path), IQueryPreload
{
    IQuery IQueryPreload.Apply(IQuery query) => Narrow((Query<TRelated>)query);
}

internal interface IQueryPreload
{
    IQuery Apply(IQuery query);
}

/// <summary>An association whose rows come from a function of the caller's, which gets the keys of the owners.</summary>
internal sealed record FunctionPreload<TRelated>(IReadOnlyList<string> Path, Func<IReadOnlyList<object>, CancellationToken, Task<IReadOnlyList<TRelated>>> Load) : Preload(Path), IFunctionPreload
{
    async Task<IReadOnlyList<object>> IFunctionPreload.Load(IReadOnlyList<object> keys, CancellationToken cancellationToken) =>
        [.. (await Load(keys, cancellationToken)).Cast<object>()];
}

internal interface IFunctionPreload
{
    Task<IReadOnlyList<object>> Load(IReadOnlyList<object> keys, CancellationToken cancellationToken);
}
