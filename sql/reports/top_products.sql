-- purpose: the 20 products that bring in most, with how often they were looked at
-- grain:   one row per product, the best seller first
-- sources: mart.product_performance
-- units:   amounts in the reporting currency, _pct per cent
select
    product.product_id,
    product.product_name,
    product.views,
    product.cart_additions,
    product.orders,
    product.buyers,
    product.units,
    cast(product.gross_sales as decimal(18, 2)) as gross_sales,
    product.orders_per_view_pct,
    product.currency
from lake.mart.product_performance as product
order by product.gross_sales desc, product.product_id
limit 20;
