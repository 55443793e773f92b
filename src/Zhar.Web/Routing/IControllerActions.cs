namespace Zhar.Web;

/// <summary>What <c>Resources&lt;T&gt;</c> asks a controller for. Implemented by generated code.</summary>
public interface IControllerActions
{
    /// <summary>The action called <paramref name="name"/> (<c>Index</c>, <c>Show</c>, …), or <c>null</c> when the controller has none.</summary>
    static abstract ActionRef? FindAction(string name);
}
