using System.Reflection;

namespace Zhar.Data.Migrations;

/// <summary>One class of migration.</summary>
internal sealed class MigrationEntry
{
    internal MigrationEntry(Type type)
    {
        var attribute = type.GetCustomAttribute<MigrationAttribute>() ?? throw new MigrationException(
            $"The class '{type.FullName}' has no version. Write [Migration({TimeProvider.System.GetUtcNow():yyyyMMdd_HHmmss})] above it.");
        if (type.IsAbstract || !typeof(Migration).IsAssignableFrom(type) || type.GetConstructor(Type.EmptyTypes) is null)
            throw new MigrationException($"The class '{type.FullName}' has the attribute [Migration], but the migrator cannot use it. It must derive Migration, not be abstract, and have a public constructor without parameters.");
        if (attribute.Version <= 0)
            throw new MigrationException($"The migration '{type.FullName}' has the version {attribute.Version}. Expected a positive number, by custom the time at which it was written.");
        Type = type;
        Version = attribute.Version;
        UsesTransaction = attribute.Transaction;
        HasChange = Overrides(nameof(Migration.Change));
        if (HasChange == (Overrides(nameof(Migration.Up)) || Overrides(nameof(Migration.Down))))
        {
            throw new MigrationException(HasChange
                ? $"The migration '{type.FullName}' overrides Change and Up or Down. Use Change alone, or Up and Down."
                : $"The migration '{type.FullName}' does nothing. Override Change, or Up and Down.")
            { Version = Version };
        }
    }

    internal Type Type { get; }

    internal string Name => Type.Name;

    internal long Version { get; }

    internal bool UsesTransaction { get; }

    internal bool HasChange { get; }

    internal bool Has(MigrationDirection direction) => HasChange || Overrides(direction == MigrationDirection.Up ? nameof(Migration.Up) : nameof(Migration.Down));

    internal Migration New() => (Migration)Activator.CreateInstance(Type)!; // checked above

    public override string ToString() => $"{Version} {Name}";

    private bool Overrides(string method) => Type.GetMethod(method, Type.EmptyTypes)!.DeclaringType != typeof(Migration); // public there
}
