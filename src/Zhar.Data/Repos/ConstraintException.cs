namespace Zhar.Data;

/// <summary>A write has violated a constraint of the database that its changeset does not declare. Nothing was written.</summary>
/// <remarks>Source: Ecto.ConstraintError.</remarks>
public sealed class ConstraintException : Exception
{
    private ConstraintException(string message, ConstraintViolation violation, Exception? inner)
        : base(message, inner) => Violation = violation;

    /// <summary>What was violated.</summary>
    public ConstraintViolation Violation { get; }

    internal static ConstraintException Undeclared(ConstraintViolation violation, DatabaseException error, IReadOnlyCollection<string>? declared)
    {
        var name = violation.Name is { } known ? $"'{known}'" : "that has no name in the error";
        var remedy = declared switch
        {
            null => "A changeset can turn it into an error of a field: declare it, and write the changeset.",
            { Count: 0 } => "The changeset declares no constraint.",
            _ => $"The changeset declares: {string.Join(", ", declared)}.",
        };
        return new ConstraintException($"""
            A write has violated the {Describe(violation.Kind)} constraint {name}{(violation.Table is { } table ? $" of {table}" : "")}. {remedy}
            To turn it into an error of the changeset, add:

                .{MethodFor(violation)}
            """, violation, error.InnerException);
    }

    private static string Describe(ConstraintKind kind) => kind switch
    {
        ConstraintKind.Unique => "unique",
        ConstraintKind.ForeignKey => "foreign key",
        ConstraintKind.Check => "check",
        _ => "exclusion",
    };

    private static string MethodFor(ConstraintViolation violation) => violation.Kind switch
    {
        ConstraintKind.Unique => $"UniqueConstraint(x => x.…, name: \"{violation.Name}\")",
        ConstraintKind.ForeignKey => $"ForeignKeyConstraint(x => x.…, name: \"{violation.Name ?? "…"}\")",
        ConstraintKind.Check => $"CheckConstraint(x => x.…, name: \"{violation.Name}\")",
        _ => $"ExclusionConstraint(x => x.…, name: \"{violation.Name}\")",
    };
}
