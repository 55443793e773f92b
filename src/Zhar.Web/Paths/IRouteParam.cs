namespace Zhar.Web;

/// <summary>Something that stands for itself in paths, such as a post by its slug: <c>Paths.Posts.Show(post)</c>. Source: Phoenix.Param.</summary>
public interface IRouteParam
{
    /// <summary>The text in the path, not escaped yet; not empty.</summary>
    string ToRouteParam();
}
