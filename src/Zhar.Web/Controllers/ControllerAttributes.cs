namespace Zhar.Web;

/// <summary>Names the class that draws what a controller renders in a format, in place of <c>UserHtml</c> and <c>UserJson</c>. Source: Phoenix.Controller.put_view/2.</summary>
/// <param name="format"><c>html</c>, <c>json</c>, or a format of the application's own such as <c>csv</c>.</param>
/// <param name="view">A class with a public static method for each view.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ViewAttribute(string format, Type view) : Attribute
{
    /// <summary>The format.</summary>
    public string Format { get; } = format;

    /// <summary>The class.</summary>
    public Type View { get; } = view;
}

/// <summary>Names what answers the failures that actions return. Source: Phoenix.Controller.action_fallback/1.</summary>
/// <typeparam name="T">The fallback; made for a failure, its constructor's parameters from the request's services.</typeparam>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ActionFallbackAttribute<T> : Attribute
    where T : IActionFallback;

/// <summary>A public method of a controller that is no action.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoActionAttribute : Attribute;

/// <summary>Turns blank text under a required key into <c>null</c> before the actions, as forms send it for fields that were left empty. Source: Phoenix.Controller.scrub_params/2.</summary>
/// <param name="key">The key, such as <c>user</c>. A request without it gets 400.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ScrubParamsAttribute(string key) : Attribute
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The actions that it applies to. Default: all. On a method: that method alone.</summary>
    public string[]? Only { get; set; }

    /// <summary>The actions that it does not apply to.</summary>
    public string[]? Except { get; set; }
}

/// <summary>Names the parameter of the request that a parameter of an action, or a property of a record, is read from. Default: its name in snake case, then as it is written.</summary>
/// <param name="key">The key, such as <c>q</c>.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class ParamAttribute(string key) : Attribute
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;
}
