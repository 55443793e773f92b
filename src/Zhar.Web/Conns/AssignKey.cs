namespace Zhar.Web;

/// <summary>An assign with a type: <c>static readonly AssignKey&lt;User&gt; CurrentUser = new("current_user");</c></summary>
/// <param name="Name">Its name among the assigns.</param>
/// <typeparam name="T">What it holds.</typeparam>
public readonly record struct AssignKey<T>(string Name);
