namespace Zhar.Data;

/// <summary>What the query compiler is told of a schema: names, not the schema itself.</summary>
internal sealed record NeutralTable(string Source, string? Prefix, NeutralColumns Columns)
{
    /// <summary>The table of an application's type; <c>null</c> for one without a schema.</summary>
    internal static NeutralTable? Of(Type type) => SchemaInfo.TryGet(type, out var schema)
        ? new(schema.Source, schema.Prefix, new([.. schema.Fields.Where(static f => !f.IsVirtual).Select(static f => new NeutralColumn(f.Name, f.Column, f.IsPrimaryKey, f.IsNullable, f.Type.Storage))]))
        : null;
}

internal sealed record NeutralColumn(string Name, string Column, bool IsPrimaryKey, bool IsNullable, StorageKind Storage);

internal sealed class NeutralColumns(IReadOnlyList<NeutralColumn> items)
{
    internal NeutralColumn? Find(string name) => items.FirstOrDefault(c => c.Name == name);

    // Part of the structure's text.
    public override string ToString() => string.Join(';', items);
}
