namespace Shop;

/// <summary>One release of the shop.</summary>
internal interface IRelease
{
    /// <summary>Before the host is built.</summary>
    void Configure(WebApplicationBuilder builder)
    {
    }

    /// <summary>Its endpoints.</summary>
    void Map(WebApplication app);
}
