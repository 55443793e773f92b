namespace Zhar.Web;

/// <summary>Names the class with a router's path helpers. Default: <c>Paths</c> for <c>Router</c>, <c>AdminPaths</c> for <c>AdminRouter</c>.</summary>
/// <param name="name">A name for a class, such as <c>Paths</c>; the one with whole URLs is then <c>Urls</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PathsAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
