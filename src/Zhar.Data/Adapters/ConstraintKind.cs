namespace Zhar.Data;
/// <summary>x</summary>
public enum ConstraintKind {
/// <summary>x</summary>
Unique,
/// <summary>x</summary>
ForeignKey,
/// <summary>x</summary>
Check,
/// <summary>x</summary>
Exclusion,
/// <summary>x</summary>
NotNull }
