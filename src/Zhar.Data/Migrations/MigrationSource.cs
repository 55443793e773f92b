using System.Reflection;

namespace Zhar.Data.Migrations;

/// <summary>Where migrations come from: the classes of an assembly with <see cref="MigrationAttribute"/>, or classes that are named.</summary>
public sealed class MigrationSource
{
    private MigrationSource(IEnumerable<Type> types)
    {
        Migrations = [.. types.Select(static t => new MigrationEntry(t)).OrderBy(static m => m.Version)];
        foreach (var same in Migrations.GroupBy(static m => m.Version).Where(static g => g.Count() > 1))
            throw new MigrationException($"The migrations {string.Join(" and ", same.Select(static m => m.Type.FullName))} have the same version {same.Key}. Give one of them its own.") { Version = same.Key };
        foreach (var same in Migrations.GroupBy(static m => m.Name, StringComparer.Ordinal).Where(static g => g.Count() > 1))
            throw new MigrationException($"{same.Count()} migrations are called '{same.Key}': {string.Join(", ", same.Select(static m => m.Version))}. Give each its own name.");
    }

    internal IReadOnlyList<MigrationEntry> Migrations { get; }

    /// <summary>The migrations of an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="inNamespace">Only those of this namespace and the ones inside it: for programs with more than one database.</param>
    public static MigrationSource Of(Assembly assembly, string? inNamespace = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return new(assembly.GetTypes().Where(t => t.GetCustomAttribute<MigrationAttribute>() is not null && IsIn(t, inNamespace)));
    }

    /// <summary>These migrations.</summary>
    /// <exception cref="MigrationException">One is no migration, or has no version.</exception>
    public static MigrationSource Of(params IEnumerable<Type> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        return new(types);
    }

    private static bool IsIn(Type type, string? inNamespace) => inNamespace is null
        || type.Namespace == inNamespace || type.Namespace?.StartsWith(inNamespace + ".", StringComparison.Ordinal) == true;
}
