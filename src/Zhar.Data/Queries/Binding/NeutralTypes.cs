using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>
/// Types that stand for an application's types in what the query compiler sees: the same members, no code. The compiler keeps what it has learnt of a type for as long as the program runs, so a type of an
/// application that it has seen could never be unloaded.
/// </summary>
/// <remarks>They stay themselves. There are as many as types of different structure, also when an application is loaded again: the same structure has the same type.</remarks>
internal static class NeutralTypes
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance;

    private static readonly Lock Gate = new();
    private static readonly Lazy<ModuleBuilder> Module = new(static () =>
        AssemblyBuilder.DefineDynamicAssembly(new("Zhar.Data.NeutralTypes"), AssemblyBuilderAccess.Run).DefineDynamicModule("NeutralTypes"));

    // Nothing in here is of an application; what is found by an application's types goes with them.
    private static readonly ConcurrentDictionary<string, Type> ByStructure = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Type, NeutralTable> Tables = new();
    private static readonly ConditionalWeakTable<Type, Type> ByType = [];
    private static readonly ConditionalWeakTable<Assembly, object> Shared = [];

    /// <summary>The type to show to the query compiler: the type itself, if no part of it is of the application.</summary>
    internal static Type Of(Type type)
    {
        if (!IsOfApplication(type))
            return type;
        if (type.IsArray)
            return type.GetArrayRank() == 1 ? Of(type.GetElementType()!).MakeArrayType() : Of(type.GetElementType()!).MakeArrayType(type.GetArrayRank()); // an array type has elements
        if (!IsDefinedByApplication(type))
            return type.GetGenericTypeDefinition().MakeGenericType([.. type.GetGenericArguments().Select(Of)]);
        if (ByType.TryGetValue(type, out var known))
            return known;
        lock (Gate)
            return ByType.GetValue(type, static t => ByStructure.GetOrAdd(Structure(t), static (_, t) => Make(t), t));
    }

    /// <summary>As <see cref="Of"/>, for the type of a member or a parameter that <paramref name="owner"/> declares.</summary>
    internal static Type Part(Type owner, Type part) => Of(Inner(owner, part));

    /// <summary>Whether the type, or one that it is made of, is the application's.</summary>
    internal static bool IsOfApplication(Type type) =>
        type.HasElementType ? IsOfApplication(type.GetElementType()!) // it has one
        : IsDefinedByApplication(type) || (type.IsConstructedGenericType && type.GetGenericArguments().Any(IsOfApplication));

    /// <summary>Whether the application, or a library that it brings, declares the type.</summary>
    internal static bool IsDefinedByApplication(Type type) => type.Assembly != typeof(object).Assembly && !Shared.TryGetValue(type.Assembly, out _) && !AddIfShared(type.Assembly);

    /// <summary>The table that a neutral type stands for, if it does for one.</summary>
    internal static NeutralTable? TableOf(Type type) => Tables.GetValueOrDefault(type);

    // The framework, the query compiler with what it knows of the drivers, and this package.
    private static bool AddIfShared(Assembly assembly)
    {
        if (assembly.IsCollectible)
            return false;
        var name = assembly.GetName().Name ?? "";
        var isShared = assembly == typeof(NeutralTypes).Assembly || assembly == typeof(LinqToDB.Sql).Assembly || name.StartsWith("System.", StringComparison.Ordinal)
            || name is "Npgsql" or "MySqlConnector" or "Microsoft.Data.Sqlite" or "Zhar.Data.NeutralTypes";
        if (isShared)
            Shared.TryAdd(assembly, name);
        return isShared;
    }

    // ---- structure -----------------------------------------------------------------------------------------

    /// <summary>Two types with the same text are the same to the query compiler.</summary>
    private static string Structure(Type type)
    {
        var text = new System.Text.StringBuilder();
        Describe(text, type);
        return text.ToString();
    }

    private static void Describe(System.Text.StringBuilder text, Type type)
    {
        if (type.HasElementType)
        {
            Describe(text, type.GetElementType()!); // it has one
            text.Append("[]");
            return;
        }

        text.Append(type.Namespace).Append('.').Append(type.Name);
        if (IsDefinedByApplication(type))
        {
            text.Append(type.IsEnum ? " enum " + Enum.GetUnderlyingType(type).Name : type.IsValueType ? " struct" : " class").Append('{');
            foreach (var (name, member) in Members(type))
            {
                text.Append(name).Append(':');
                DescribePart(text, type, member);
                text.Append(';');
            }

            foreach (var method in Methods(type))
            {
                text.Append(method.Name).Append('(');
                foreach (var parameter in method.GetParameters())
                {
                    text.Append(parameter.Name).Append(':');
                    DescribePart(text, type, parameter.ParameterType);
                    text.Append(',');
                }

                text.Append(')');
                if (method is MethodInfo operation)
                    DescribePart(text, type, operation.ReturnType);
            }

            text.Append('}').Append(NeutralTable.Of(type));
        }
        else if (type.IsConstructedGenericType)
        {
            text.Append('<');
            foreach (var argument in type.GetGenericArguments())
            {
                Describe(text, argument);
                text.Append(',');
            }

            text.Append('>');
        }
    }

    private static void DescribePart(System.Text.StringBuilder text, Type owner, Type part)
    {
        if (part == owner)
            text.Append("self");
        else
            Describe(text, Inner(owner, part));
    }

    private static IEnumerable<(string Name, Type Type)> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => (name + '=' + Convert.ToDecimal(Enum.Parse(type, name), System.Globalization.CultureInfo.InvariantCulture).ToString(System.Globalization.CultureInfo.InvariantCulture), typeof(int)));
        if (SchemaInfo.TryGet(type, out var schema))
            return schema.Fields.Select(f => (f.Name, Inner(type, type.GetProperty(f.Name, Own)?.PropertyType ?? f.ClrType)));
        var properties = type.GetProperties(Own).Concat(type.IsInterface ? type.GetInterfaces().SelectMany(static i => i.GetProperties(Own)) : [])
            .Where(static p => p.CanRead && p.GetIndexParameters().Length == 0).Select(static p => (p.Name, p.PropertyType));
        return properties.Concat(type.GetFields(Own).Select(static f => (f.Name, f.FieldType)))
            .Where(static m => !m.Item2.IsByRefLike && !m.Item2.IsPointer && !m.Item2.IsByRef && !m.Item2.IsFunctionPointer).DistinctBy(static m => m.Item1).Select(m => (m.Item1, Inner(type, m.Item2)));
    }

    // What an expression can name: constructors and operators.
    private static IEnumerable<MethodBase> Methods(Type type) => type.IsEnum ? []
        : type.GetConstructors(Own | BindingFlags.NonPublic).Cast<MethodBase>().Concat(type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(static m => m.IsSpecialName && m.Name.StartsWith("op_", StringComparison.Ordinal)))
            .Where(static m => m.GetParameters().All(static p => p.ParameterType is { IsByRef: false, IsPointer: false, IsByRefLike: false, IsFunctionPointer: false }));

    // A type inside itself: the members that lead back to it are only there.
    private static Type Inner(Type owner, Type member) => member != owner && Leads(member, owner, []) ? typeof(object) : member;

    private static bool Leads(Type from, Type to, HashSet<Type> seen)
    {
        if (from == to)
            return true;
        if (!IsOfApplication(from) || !seen.Add(from))
            return false;
        if (from.HasElementType)
            return Leads(from.GetElementType()!, to, seen); // it has one
        if (!IsDefinedByApplication(from))
            return from.GetGenericArguments().Any(a => Leads(a, to, seen));
        if (from.IsEnum)
            return false;
        var parts = SchemaInfo.TryGet(from, out var schema)
            ? schema.Fields.Select(f => from.GetProperty(f.Name, Own)?.PropertyType ?? f.ClrType)
            : from.GetProperties(Own).Select(static p => p.PropertyType).Concat(from.GetFields(Own).Select(static f => f.FieldType));
        return parts.Any(p => Leads(p, to, seen));
    }

    // ---- making ---------------------------------------------------------------------------------------------

    private static Type Make(Type type)
    {
        // The namespace keeps them apart; the name shows in messages and in the names that the compiler makes up.
        var name = $"N{ByStructure.Count}.{type.Name.Split('`')[0]}";
        if (type.IsEnum)
            return MakeEnum(type, name);
        var builder = Module.Value.DefineType(
            name, TypeAttributes.Public | TypeAttributes.Sealed | (type.IsValueType ? TypeAttributes.SequentialLayout : TypeAttributes.Class), type.IsValueType ? typeof(ValueType) : typeof(object));
        foreach (var (member, memberType) in Members(type))
            builder.DefineField(member, memberType == type ? builder : Of(memberType), FieldAttributes.Public);
        var hasDefault = type.IsValueType;
        foreach (var method in Methods(type))
        {
            var parameters = method.GetParameters();
            Type[] types = [.. parameters.Select(p => Inside(p.ParameterType))];
            if (method is MethodInfo operation)
            {
                Empty(builder.DefineMethod(method.Name, MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.SpecialName, Inside(operation.ReturnType), types).GetILGenerator());
                continue;
            }

            hasDefault |= types.Length == 0;
            var constructor = builder.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, types);
            for (var i = 0; i < parameters.Length; i++)
                constructor.DefineParameter(i + 1, ParameterAttributes.None, parameters[i].Name);
            Empty(constructor.GetILGenerator());
        }

        if (!hasDefault)
            builder.DefineDefaultConstructor(MethodAttributes.Public);
        var made = builder.CreateType();
        if (NeutralTable.Of(type) is { } table)
            Tables[made] = table;
        return made;

        Type Inside(Type part) => part == type ? builder : Part(type, part);

        // Nothing calls it.
        static void Empty(ILGenerator code) => code.ThrowException(typeof(NotSupportedException));
    }

    private static Type MakeEnum(Type type, string name)
    {
        var underlying = Enum.GetUnderlyingType(type);
        var builder = Module.Value.DefineEnum(name, TypeAttributes.Public, underlying);
        foreach (var member in Enum.GetNames(type))
            builder.DefineLiteral(member, Convert.ChangeType(Enum.Parse(type, member), underlying, System.Globalization.CultureInfo.InvariantCulture));
        return builder.CreateType();
    }
}
