namespace Zhar;

/// <summary>
/// Says that the sender gives the argument away and does not touch it again, so that a mutable type is safe as a message.
/// Without it, rule ZHAR0009 asks for a record or an immutable collection.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TransferAttribute : Attribute;
