using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Zhar.Web;

/// <summary>The plug of static files.</summary>
public static class AssetPlugs
{
    extension(PlugBuilder p)
    {
        /// <summary>Serves the files of a directory, <c>wwwroot</c> by default: with entity tags, parts, and compressed copies (<c>app.css.br</c>, <c>app.css.gz</c>) where they lie beside. Source: Plug.Static.</summary>
        /// <remarks>Names that begin with a dot are never served, nor anything outside of the directory. Other requests go on to the next plug.</remarks>
        public PlugBuilder StaticAssets(Action<StaticAssetSettings>? configure = null)
        {
            var environment = p.Services.GetRequiredService<IHostEnvironment>();
            var settings = new StaticAssetSettings { Fingerprints = !environment.IsDevelopment() };
            configure?.Invoke(settings);
            if (!settings.At.StartsWith('/'))
                throw new ArgumentException($"Static files are served at \"{settings.At}\", which has to begin with a slash.");
            foreach (var (name, value) in settings.Headers)
                HeaderText.Check(name, value);
            foreach (var (_, type) in settings.ContentTypes)
                HeaderText.Check("content-type", type);
            var files = new StaticFiles(settings, Path.Combine(environment.ContentRootPath, settings.From));
            p.Endpoint.StaticFiles.Add(files);
            return p.Plug(files);
        }
    }
}
