using System.Diagnostics.CodeAnalysis;

namespace Zhar.Data;

/// <summary>Says that an assembly brings an adapter: repos of every application that references it can use it by configuration.</summary>
/// <param name="type">The adapter: a class with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class DataAdapterAttribute([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type type) : Attribute
{
    /// <summary>The adapter.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    public Type Type { get; } = type;
}
