using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>Finds the schema of a type; for generated code, which adds each schema of an assembly when the assembly is first used.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SchemaRegistry
{
    // Weak, so that it does not keep an unloaded application's types.
    private static readonly ConditionalWeakTable<Type, Func<SchemaInfo>> ByType = [];

    /// <summary>Adds a schema.</summary>
    public static void Add<T>()
        where T : class, ISchema<T>
    {
        ByType.AddOrUpdate(typeof(T), static () => T.Schema);
        Slot<T>.Make = static () => T.Schema;
    }

    internal static SchemaInfo<T>? Find<T>()
    {
        if (Slot<T>.Info is { } info)
            return info;
        if (Slot<T>.Make is null)
            RuntimeHelpers.RunModuleConstructor(typeof(T).Module.ModuleHandle);
        return Slot<T>.Make is { } make ? Slot<T>.Info = make() : null;
    }

    internal static SchemaInfo? Find(Type type)
    {
        if (ByType.TryGetValue(type, out var make))
            return make();
        RuntimeHelpers.RunModuleConstructor(type.Module.ModuleHandle);
        return ByType.TryGetValue(type, out make) ? make() : null;
    }

    // A static of a generic over an application's type lives and goes with the application.
    private static class Slot<T>
    {
        public static SchemaInfo<T>? Info;
        public static Func<SchemaInfo<T>>? Make;
    }
}
