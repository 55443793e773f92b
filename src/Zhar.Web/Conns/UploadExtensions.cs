namespace Zhar.Web;

/// <summary>Uploads among params.</summary>
public static class UploadExtensions
{
    extension(Params p)
    {
        /// <summary>The file under a key, or <c>null</c> when there is none.</summary>
        public Upload? Upload(string key) => p.Raw(key) as Upload;

        /// <summary>The files under a key such as <c>files[]</c>.</summary>
        public IReadOnlyList<Upload> Uploads(string key) => p.Raw(key) switch
        {
            Upload one => [one],
            ParamList list => [.. list.OfType<Upload>()],
            _ => [],
        };
    }
}
