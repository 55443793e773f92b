namespace Zhar.Data;

/// <summary>The two rows of a join, before the query makes something of them.</summary>
internal sealed class JoinPair<TLeft, TRight>
{
    public TLeft Left { get; set; } = default!; // only ever part of an expression

    public TRight Right { get; set; } = default!; // only ever part of an expression
}

/// <summary>A record with some fields changed, inside an expression: what <see cref="Query{T}.SelectMerge"/> has recorded.</summary>
internal static class Merged
{
    internal static T With<T>(T record, T fields) => throw new System.Diagnostics.UnreachableException($"A merge of {record} and {fields} was called. Please report this.");
}
