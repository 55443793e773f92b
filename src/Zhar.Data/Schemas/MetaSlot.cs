using System.ComponentModel;

namespace Zhar.Data;

/// <summary>Keeps the <see cref="Data.Meta"/> inside a record; for generated code. Equal to any other, so that it does not count when records are compared.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct MetaSlot : IEquatable<MetaSlot>
{
    private Meta? _meta;

    /// <summary>The meta; <see cref="Meta.Built"/> until it is set.</summary>
    public Meta Meta
    {
        readonly get => _meta ?? Meta.Built;
        set => _meta = value;
    }

    /// <inheritdoc/>
    public readonly bool Equals(MetaSlot other) => true;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is MetaSlot;

    /// <inheritdoc/>
    public override readonly int GetHashCode() => 0;
}
