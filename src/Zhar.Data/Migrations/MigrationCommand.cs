namespace Zhar.Data.Migrations;

/// <summary>One operation of a migration, as it was asked for.</summary>
internal abstract record MigrationCommand
{
    /// <summary>What takes it back, or <c>null</c> when that is unknown.</summary>
    public abstract MigrationCommand? Reverse();

    /// <summary>What to write instead of it when it cannot be reversed.</summary>
    public virtual string Advice => "Override Up and Down instead of Change.";
}

internal sealed record CreateTable(TableName Table, IReadOnlyList<ColumnDefinition> Columns, bool IfNotExists, string? Comment, string? Options) : MigrationCommand
{
    public override MigrationCommand Reverse() => new DropTable(Table, IfExists: IfNotExists, Cascade: false);

    public override string ToString() => $"Create.Table(\"{Table}\")";
}

internal sealed record DropTable(TableName Table, bool IfExists, bool Cascade) : MigrationCommand
{
    public override MigrationCommand? Reverse() => null;

    public override string ToString() => $"Drop.Table(\"{Table}\")";
}

internal sealed record AlterTable(TableName Table, IReadOnlyList<ColumnChange> Changes) : MigrationCommand
{
    public override string Advice => Changes.FirstOrDefault(static c => Reverse(c) is null) switch
    {
        ModifyColumn { Column: var column } =>
            $"Say what '{column.Name}' was before: t.ModifyFrom(c => c.Text(\"{column.Name}\")).…, or override Up and Down instead of Change.",
        RemoveColumn { Column: var column } =>
            $"Say what '{column.Name}' is, so that it can come back: t.Remove(\"{column.Name}\", ColumnType.Text), or override Up and Down instead of Change.",
        _ => base.Advice,
    };

    public override MigrationCommand? Reverse()
    {
        var reversed = Changes.Reverse().Select(Reverse).ToList();
        return reversed.Contains(null) ? null : this with { Changes = [.. reversed.OfType<ColumnChange>()] };
    }

    public override string ToString() => $"Alter.Table(\"{Table}\")";

    private static ColumnChange? Reverse(ColumnChange change) => change switch
    {
        AddColumn add => new RemoveColumn(add.Column, IsKnown: true),
        RemoveColumn { IsKnown: true } remove => new AddColumn(remove.Column),
        ModifyColumn { Before: { } before } modify => new ModifyColumn(before, modify.Column),
        _ => null,
    };
}

internal sealed record RenameTable(TableName Table, string To) : MigrationCommand
{
    public override MigrationCommand Reverse() => new RenameTable(Table with { Name = To }, Table.Name);

    public override string ToString() => $"Rename.Table(\"{Table}\", \"{To}\")";
}

internal sealed record RenameColumn(TableName Table, string From, string To) : MigrationCommand
{
    public override MigrationCommand Reverse() => new RenameColumn(Table, To, From);

    public override string ToString() => $"Rename.Column(\"{Table}\", \"{From}\", \"{To}\")";
}

internal sealed record RenameIndex(TableName Table, string From, string To) : MigrationCommand
{
    public override MigrationCommand Reverse() => new RenameIndex(Table, To, From);

    public override string ToString() => $"Rename.Index(\"{Table}\", \"{From}\", \"{To}\")";
}

internal sealed record CreateIndex(IndexDefinition Index) : MigrationCommand
{
    public override MigrationCommand Reverse() => new DropIndex(Index, IfExists: false);

    public override string ToString() => $"Create.Index(\"{Index.Name}\")";
}

internal sealed record DropIndex(IndexDefinition Index, bool IfExists) : MigrationCommand
{
    public override MigrationCommand Reverse() => new CreateIndex(Index);

    public override string ToString() => $"Drop.Index(\"{Index.Name}\")";
}

internal enum ConstraintShape
{
    Check,
    Exclusion,
    ForeignKey,
}

/// <summary>A foreign key over several columns.</summary>
internal sealed record ForeignKey(IReadOnlyList<string> Columns, TableName Table, IReadOnlyList<string> ReferencedColumns, ReferenceAction OnDelete, ReferenceAction OnUpdate);

internal sealed record CreateConstraint(TableName Table, string Name, ConstraintShape Shape, string Expression, bool Validate = true, ForeignKey? Key = null) : MigrationCommand
{
    public override MigrationCommand Reverse() => new DropConstraint(Table, Name, Shape, Expression, Key);

    public override string ToString() => $"Create.{Shape}(\"{Table}\", \"{Name}\")";
}

internal sealed record DropConstraint(TableName Table, string Name, ConstraintShape Shape, string? Expression, ForeignKey? Key = null) : MigrationCommand
{
    public override string Advice => Shape == ConstraintShape.ForeignKey
        ? base.Advice
        : $"Say what it checks, so that it can come back: Drop.{Shape}(\"{Table.Name}\", \"{Name}\", \"…\"), or override Up and Down instead of Change.";

    public override MigrationCommand? Reverse() => Expression is null ? null : new CreateConstraint(Table, Name, Shape, Expression, Key: Key);

    public override string ToString() => $"Drop.{Shape}(\"{Table}\", \"{Name}\")";
}

internal sealed record ExecuteSql(string Sql, string? Down) : MigrationCommand
{
    public override string Advice => "Say what takes it back: Execute(\"…\", down: \"…\"), with an empty text when there is nothing to do.";

    public override MigrationCommand? Reverse() => Down is null ? null : new ExecuteSql(Down, Sql);

    public override string ToString() => $"Execute(\"{(Sql.Length <= 60 ? Sql : Sql[..60] + "…")}\")";
}

internal sealed record ExecuteFunction(Func<MigrationConnection, CancellationToken, Task> Up, Func<MigrationConnection, CancellationToken, Task>? Down) : MigrationCommand
{
    public override string Advice => "Give the code that takes it back as the second argument, or override Up and Down instead of Change.";

    public override MigrationCommand? Reverse() => Down is null ? null : new ExecuteFunction(Down, Up);

    public override string ToString() => "Execute(function)";
}
