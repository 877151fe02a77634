import { type ComponentProps, createContext, type RefObject, useContext, useRef } from 'react';

interface Order {
  values: unknown[];
  onReorder: (values: never[]) => void;
  /** Where the dragged item is now; -1 while none is. */
  dragged: RefObject<number>;
}

const Context = createContext<Order | undefined>(undefined);

/** GraphiQL's tabs, put into another order by the browser's own dragging rather than by 60 kB of animation. */
export const Reorder = { Group, Item };

type GroupProps = Omit<ComponentProps<'ul'>, 'values'> & Pick<Order, 'values' | 'onReorder'> & { axis: string };

function Group({ values, onReorder, axis: _, ...list }: GroupProps) {
  const dragged = useRef(-1);
  return (
    <Context value={{ values, onReorder, dragged }}>
      <ul {...list} />
    </Context>
  );
}

type ItemProps = Omit<ComponentProps<'li'>, 'value'> & { value: unknown; dragElastic?: unknown };

function Item({ value, dragElastic: _, ...item }: ItemProps) {
  const { values, onReorder, dragged } = useContext(Context)!;
  const place = values.indexOf(value);
  const takePlace = () => {
    if (dragged.current < 0 || dragged.current === place) return;
    const others = values.toSpliced(dragged.current, 1);
    onReorder(others.toSpliced(place, 0, values[dragged.current]) as never[]);
    dragged.current = place;
  };
  return (
    <li
      {...item}
      draggable
      onDragStart={() => (dragged.current = place)}
      onDragEnter={takePlace}
      onDragOver={(event) => dragged.current >= 0 && event.preventDefault()}
      onDragEnd={() => (dragged.current = -1)}
    />
  );
}
