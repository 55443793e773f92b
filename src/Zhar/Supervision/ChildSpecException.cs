namespace Zhar;

/// <summary>A supervisor was given children that it cannot have: two with one id, or parts of a spec that exclude each other.</summary>
public sealed class ChildSpecException : ArgumentException
{
    internal ChildSpecException(string field, object? childId, object? value, string message)
        : base(message)
    {
        Field = field;
        ChildId = childId;
        Value = value;
    }

    /// <summary>The field that is wrong, such as <c>Id</c> or <c>Significant</c>.</summary>
    public string Field { get; }

    /// <summary>The child, or <c>null</c> when the fault is in the supervisor's own flags.</summary>
    public object? ChildId { get; }

    /// <summary>What the field holds.</summary>
    public object? Value { get; }
}
